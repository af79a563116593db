"""Requirements of every document of terms: numbers and keys are stable, texts and settings are the operator's."""

from __future__ import annotations

from attrs import frozen

from saas_core.policy.actions import ALWAYS_OPEN, LICENSED, AccessClass, ActionKind

CLAUSES = {
    "0.1": "license.required",
    "0.2": "license.eligibility",
    "0.3": "license.no-source",
    "1.1": "hosting.managed",
    "1.2": "hosting.no-backend",
    "1.3": "hosting.license-at-all-times",
    "1.4": "operations.full-rights",
    "1.4.a": "operations.unlimited-users",
    "1.4.b": "operations.role-based",
    "1.4.c": "operations.departments",
    "1.5": "operations.client-controls",
    "2.1": "included.basic-setup",
    "2.2": "included.standard-integrations",
    "2.3.a": "included.ticketing",
    "2.3.b": "included.guidance",
    "2.4": "support.guidance-only",
    "3.1": "excluded.advanced-sms",
    "3.2": "excluded.call-systems",
    "3.3": "excluded.plugin-installation",
    "3.4": "excluded.plugin-configuration",
    "3.5": "excluded.custom-features",
    "3.6": "excluded.third-party-advanced",
    "3.7": "excluded.workflow-changes",
    "3.8": "excluded.design-ui",
    "4.1": "custom.hourly-rate",
    "4.2": "custom.written-approval",
    "5.1": "clarification.support-not-custom",
    "5.2": "clarification.no-ownership",
    "5.3": "clarification.stays-hosted",
    "9.1": "house.cited",
    "9.2": "house.order",
    "9.3": "house.silence",
    "9.4": "house.terms-of-the-day",
}
"""The 29 clauses and the four house rules: number and key."""

RESERVED = {"server": "1.2", "root": "1.2", "backend": "1.2", "source": "0.3"}
"""The areas that no role may hold, with their clause."""

ACTIONS = {
    ActionKind.NEVER_GRANTED: {
        "server.access": "1.2",
        "root.access": "1.2",
        "backend.access": "1.2",
        "database.access": "1.2",
        "source.access": "0.3",
        "source.escrow": "0.3",
        "hosting.on_premises": "1.1",
        "hosting.account_takeover": "1.2",
        "enhancement.ownership": "5.2",
        "enhancement.export": "5.3",
    },
    ActionKind.OPERATION: {
        "account.manage": "2.1",
        "people.manage": "1.5",
        "roles.manage": "1.5",
        "people.read": "1.5",
        "roles.read": "1.5",
        "keys.manage": "1.5",
        "integrations.manage": "2.2",
        "engagements.request": "4.1",
        "engagements.approve": "4.2",
        "audit.read": "1.4",
        "support.open": "2.3.a",
    },
    ActionKind.TOPIC: {
        "topic.feature_usage": "2.3.b",
        "topic.locate_tool_or_setting": "2.3.b",
        "topic.basic_troubleshooting": "2.3.b",
        "topic.basic_setup": "2.1",
        "topic.standard_integration": "2.2",
        "topic.platform_defect": "1.1",
    },
    ActionKind.SETUP: {
        "setup.account_configuration": "2.1",
        "setup.users": "2.1",
        "setup.activation": "2.1",
    },
    ActionKind.INTEGRATION: {
        "integration.payment_gateway": "2.2",
        "integration.email": "2.2",
        "integration.financial_settings": "2.2",
    },
    ActionKind.INTEGRATION_USE: {
        "integration.payment_gateway.use": "2.2",
        "integration.email.use": "2.2",
        "integration.financial_settings.use": "2.2",
    },
    ActionKind.EXCLUSION: {
        "exclusion.advanced_sms": "3.1",
        "exclusion.call_systems": "3.2",
        "exclusion.plugin_installation": "3.3",
        "exclusion.plugin_configuration": "3.4",
        "exclusion.custom_features": "3.5",
        "exclusion.third_party_advanced": "3.6",
        "exclusion.workflow_changes": "3.7",
        "exclusion.design_ui": "3.8",
    },
    ActionKind.PAID_WORK: {"custom.development": "4.1", "custom.done_for_you": "4.1"},
    ActionKind.CUSTOM_WORK: {"custom.perform": "4.2"},
    ActionKind.OPEN: {
        "billing.pay": "0.1",
        "billing.invoices": "0.1",
        "license.read": "0.1",
        "data.export": "0.1",
        "appeal.open": "0.1",
    },
    ActionKind.PROVIDER: {
        "provider.tenants": "1.1",
        "provider.payments": "1.1",
        "provider.licenses": "1.1",
        "provider.terms": "1.1",
        "provider.permissions": "1.1",
        "provider.staff": "1.1",
        "provider.journal": "1.1",
        "provider.break_glass": "1.5",
        "provider.break_glass_approval": "1.5",
    },
}
"""The required actions, by kind, each with a clause it must cite."""

STAFF_PERMISSIONS = frozenset(
    {"staff.support", "staff.billing", "staff.licensing", "staff.legal", "staff.product", "staff.admin"}
)
"""The permissions that a member of the provider's staff may hold."""


@frozen
class KindRule:
    """The rule that rows of a kind must follow.

    `permission` tells whether one is required (None: optional), `staff` whether it is a staff permission; `areas` are
    the first parts that the name may have (none: any that no other kind has); it must cite at least one of `clauses`.
    """

    access: frozenset[AccessClass]
    permission: bool | None
    staff: bool = False
    areas: frozenset[str] = frozenset()
    clauses: frozenset[str] = frozenset()


_INTEGRATIONS = frozenset({AccessClass.INTEGRATIONS})
_CUSTOM_WORK = frozenset({AccessClass.CUSTOM_WORK})
_SUPPORT = frozenset({AccessClass.SUPPORT})
_PLATFORM = frozenset({AccessClass.PLATFORM})

KINDS = {
    ActionKind.OPERATION: KindRule(LICENSED, permission=True),
    ActionKind.TOPIC: KindRule(_SUPPORT, permission=True, areas=frozenset({"topic"})),
    ActionKind.SETUP: KindRule(_SUPPORT, permission=True, areas=frozenset({"setup"}), clauses=frozenset({"2.1"})),
    ActionKind.INTEGRATION: KindRule(
        _INTEGRATIONS, permission=True, areas=frozenset({"integration"}), clauses=frozenset({"2.2", "5.3"})
    ),
    ActionKind.INTEGRATION_USE: KindRule(_INTEGRATIONS, permission=True, areas=frozenset({"integration"})),
    ActionKind.EXCLUSION: KindRule(
        _CUSTOM_WORK,
        permission=False,
        areas=frozenset({"exclusion", "integration"}),
        clauses=frozenset(number for number in CLAUSES if number.startswith("3.")),
    ),
    ActionKind.PAID_WORK: KindRule(
        _CUSTOM_WORK, permission=False, areas=frozenset({"custom"}), clauses=frozenset({"4.1"})
    ),
    ActionKind.CUSTOM_WORK: KindRule(
        _CUSTOM_WORK, permission=True, staff=True, areas=frozenset({"custom"}), clauses=frozenset({"4.2"})
    ),
    ActionKind.OPEN: KindRule(ALWAYS_OPEN, permission=None),
    ActionKind.PROVIDER: KindRule(_PLATFORM, permission=True, staff=True, areas=frozenset({"provider"})),
    ActionKind.NEVER_GRANTED: KindRule(_PLATFORM, permission=False),
}
"""The rule of each kind."""
