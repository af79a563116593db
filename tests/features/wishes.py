"""The requests of the scenarios, in people's words, and their names in the catalogue of actions.

A wish that contains several things is several actions; one that the catalogue does not know stays unknown, and the
policy answers it as silence (9.3).
"""

from __future__ import annotations

from collections.abc import Mapping

from saas_app.what_if import EVERY, RESERVED, UNMENTIONED, reserved_name
from saas_core.policy.actions import OF_SOFTWARE, Action
from saas_core.policy.shipped import shipped_terms

OPERATIONS: Mapping[str, str] = {
    "read invoices": "invoices.read",
    "approve invoices": "invoices.approve",
    "send reminders": "reminders.send",
    "order goods": "orders.place",
    "call the published interface": "interface.call",
    "read the published interface documentation": "interface.read",
    "connect our own tool through the published interface": "interface.connect",
}
"""Operations that the platform of the scenarios has registered."""

ADDED: Mapping[str, str] = {
    "print labels": "labels.print",
    "count loyalty points": "loyalty.count",
}
"""Operations that come to the platform in the course of a scenario."""

RIGHTS: Mapping[str, str] = {
    "manage users": "people.manage",
    "manage roles": "roles.manage",
    "create keys for programs": "keys.manage",
    "read the journal": "audit.read",
    "open a support ticket": "support.open",
    "read support tickets": "support.read",
    "request an estimate": "engagements.request",
    "approve an estimate": "engagements.approve",
    "an export of the client's data": "data.export",
    "everything": "*",
    "root access": "root.access",
    "direct access to a server": "server.reboot",
    "backend access in different capitals": "Backend.Access",
    "access to source code": "source.read",
}
"""Rights that scenarios give to roles, besides the operations; no role can hold some of them."""

_GUIDANCE = ("topic.feature_usage",)
_WHERE = ("topic.locate_tool_or_setting",)
_TROUBLE = ("topic.basic_troubleshooting",)
_GATEWAY = ("integration.payment_gateway",)
_BACKEND = ("backend.access",)
_SOURCE = ("source.access",)
_CALLS = ("exclusion.call_systems",)
_PLUGIN = ("exclusion.plugin_installation",)
_PLUGIN_SETTINGS = ("exclusion.plugin_configuration",)
_FEATURE = ("exclusion.custom_features",)
_DESIGN = ("exclusion.design_ui",)
_WORKFLOW = ("exclusion.workflow_changes",)
_DONE_FOR_YOU = ("custom.done_for_you",)

_WISHES: Mapping[str, tuple[str, ...]] = {
    # What stays open without a license, and what only the provider does.
    "pay for the license": ("billing.pay",),
    "view the client's own license": ("license.read",),
    "view the client's own invoices": ("billing.invoices",),
    "an export of the client's data": ("data.export",),
    "a ticket about the license itself": ("appeal.open",),
    "record payments": ("provider.payments",),
    # Inside the instance.
    "manage users": ("people.manage",),
    "manage roles": ("roles.manage",),
    "create keys for programs": ("keys.manage",),
    "read the journal": ("audit.read",),
    "open a support ticket": ("support.open",),
    # Never granted.
    "direct access to a server": ("server.access",),
    "server keys for a vendor's engineer": ("server.access",),
    "root access": ("root.access",),
    "root access as the account owner": ("root.access",),
    "backend access": _BACKEND,
    "backend access for one day": _BACKEND,
    "direct access to the database": ("database.access",),
    "a copy of the repository": _SOURCE,
    "the source code to be placed in escrow": ("source.escrow",),
    "read the source code for a security review": _SOURCE,
    "guidance on editing the code": (*_SOURCE, *_GUIDANCE),
    "run the service on our own servers": ("hosting.on_premises",),
    "take over the AWS account": ("hosting.account_takeover",),
    "ownership of custom work": ("enhancement.ownership",),
    "the repository of a customization paid in full": ("enhancement.ownership", *_SOURCE),
    "a copy of an enhancement for another host": ("enhancement.export",),
    # Setup.
    "account configuration": ("setup.account_configuration",),
    "upload a logo": ("setup.account_configuration",),
    "user setup": ("setup.users",),
    "core system activation": ("setup.activation",),
    "help with basic setup": ("topic.basic_setup",),
    # Standard integrations.
    "connect a payment gateway": _GATEWAY,
    "reconnect the payment gateway after its keys expired": _GATEWAY,
    "switch to another supported payment gateway": _GATEWAY,
    "connect a payment gateway that needs new code": (*_GATEWAY, "exclusion.third_party_advanced"),
    "configure email": ("integration.email",),
    "use the email integration": ("integration.email.use",),
    "use the payment gateway integration": ("integration.payment_gateway.use",),
    "set up financial settings": ("integration.financial_settings",),
    "help with a standard integration": ("topic.standard_integration",),
    # Support.
    "how to use a feature": _GUIDANCE,
    "how to use a delivered customization": _GUIDANCE,
    "how to use the messaging feature built into the platform": _GUIDANCE,
    "how to use the dial link built into the platform": _GUIDANCE,
    "where a tool is": _WHERE,
    "where a setting is": _WHERE,
    "where the message settings are": _WHERE,
    "where a plugin's settings are": _WHERE,
    "where to turn on a built-in feature": _WHERE,
    "where to find a report that exists under another name": _WHERE,
    "why a feature is not working": _TROUBLE,
    "why the payment gateway is down": _TROUBLE,
    "why a custom plugin is not working": (*_TROUBLE, *_PLUGIN_SETTINGS),
    "help with an error caused by a plugin's settings": (*_TROUBLE, *_PLUGIN_SETTINGS),
    "a fix for a platform defect": ("topic.platform_defect",),
    # Not included.
    "bulk SMS messaging": ("integration.bulk_sms",),
    "an advanced SMS integration": ("exclusion.advanced_sms",),
    "a plugin for bulk SMS messaging": ("integration.bulk_sms", *_PLUGIN),
    "connect a telephone system": ("integration.telephone_system",),
    "connect a Ringwell telephone system": ("integration.telephone_system",),
    "connect a Dialmore telephone system": ("integration.telephone_system",),
    "an outbound calling number": _CALLS,
    "a call log": _CALLS,
    "call recording": _CALLS,
    "installation of a custom plugin": _PLUGIN,
    "installation of a marketplace plugin": _PLUGIN,
    "install a free plugin": _PLUGIN,
    "install a paid plugin": _PLUGIN,
    "install a plugin on a trial basis": _PLUGIN,
    "configuration of a custom plugin": _PLUGIN_SETTINGS,
    "development of a custom feature": _FEATURE,
    "a feature promised by a salesperson": _FEATURE,
    "connect an accounting suite": ("integration.accounting_suite",),
    "a changed approval sequence": _WORKFLOW,
    "one extra step in a workflow": _WORKFLOW,
    "a new theme": _DESIGN,
    "a new checkout design": _DESIGN,
    # Custom work.
    "custom work": ("custom.development",),
    "a task to be done for us": _DONE_FOR_YOU,
    "do the client's task by tonight": _DONE_FOR_YOU,
    "do the client's task as last time": _DONE_FOR_YOU,
    "all our permissions to be designed for us": _DONE_FOR_YOU,
    "request an estimate": ("engagements.request",),
    "approve an estimate": ("engagements.approve",),
    "perform custom work": ("custom.perform",),
    # What the terms are silent about: names that stand in no catalogue.
    "hosting in a region of our choice": ("hosting.region_of_choice",),
    "help after losing the last administrator": ("people.restore_administrator",),
    "a migration of old data": ("data.migrate",),
    "teleport parcels": ("parcels.teleport",),
    "a visit to our office": ("office.visit",),
    "nothing in particular": ("",),
    "a request ten thousand letters long": ("w" * 10_000,),
}


def actions(wish: str) -> tuple[str, ...]:
    """Return the actions that a wish is; raises KeyError for a wish that neither this table nor the terms know.

    A row of the catalogue is wished for by its title, too, as scenarios that were written by `what_if` do.
    """
    for table in (OPERATIONS, ADDED):
        if wish in table:
            return (table[wish],)
    if wish.startswith(UNMENTIONED):
        return (f"unmentioned.{wish.removeprefix(UNMENTIONED).replace(' ', '_')}",)
    if wish.startswith(RESERVED):
        return (reserved_name(wish.removeprefix(RESERVED)),)
    return _WISHES[wish] if wish in _WISHES else (_titled(wish).name,)


def right(title: str) -> str:
    """Return the permission or area that a role is said to allow; raises KeyError for one not in the tables."""
    for table in (OPERATIONS, ADDED, RIGHTS):
        if title in table:
            return table[title]
    if title.startswith(EVERY):
        return f"{title.removeprefix(EVERY).replace(' ', '.')}.*"
    return _titled(title).permission or _titled(title).name


def _titled(title: str) -> Action:
    """Return the row of the shipped terms or of the software with a title; raises KeyError if there is none."""
    found = next((each for each in (*shipped_terms().actions, *OF_SOFTWARE) if each.title == title), None)
    if found is None:
        raise KeyError(title)
    return found
