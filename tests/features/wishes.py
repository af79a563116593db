"""What people wish for, in their words, and what the catalogue of actions calls it.

A wish that contains several things is several actions; one that the catalogue does not know stays unknown, and the
policy answers it as silence (9.3).
"""

from __future__ import annotations

from collections.abc import Mapping

OPERATIONS: Mapping[str, str] = {
    "reading invoices": "invoices.read",
    "approving invoices": "invoices.approve",
    "sending reminders": "reminders.send",
    "ordering goods": "orders.place",
    "calling the published interface": "interface.call",
    "reading the published interface documentation": "interface.read",
    "connecting a tool of our own by the published interface": "interface.connect",
    "changing an option of the interface": "options.change",
    "choosing a language": "options.language",
}
"""Operations that the platform of the scenarios has registered."""

ADDED: Mapping[str, str] = {
    "printing labels": "labels.print",
    "counting loyalty points": "loyalty.count",
}
"""Operations that come to the platform in the course of a scenario."""

RIGHTS: Mapping[str, str] = {
    "managing users": "people.manage",
    "managing roles": "roles.manage",
    "making keys for programs": "keys.manage",
    "reading the journal": "audit.read",
    "opening a support ticket": "support.open",
    "asking for an estimate": "engagements.request",
    "approving an estimate": "engagements.approve",
    "exporting the own data": "data.export",
    "everything about invoices": "invoices.*",
    "everything there is": "*",
    "root access": "root.access",
    "direct access to a server": "server.reboot",
    "backend access in other letters": "Backend.Access",
    "access to source code": "source.read",
}
"""What a role may be said to allow, beside the operations; some of it no role can hold."""

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
    "paying for the license": ("billing.pay",),
    "reading the own license": ("license.read",),
    "reading the own invoices": ("billing.invoices",),
    "exporting the own data": ("data.export",),
    "a ticket about the license itself": ("appeal.open",),
    "recording payments": ("provider.payments",),
    # Inside the instance.
    "managing users": ("people.manage",),
    "managing roles": ("roles.manage",),
    "reading the journal": ("audit.read",),
    "opening a support ticket": ("support.open",),
    # Never granted.
    "direct access to a server": ("server.access",),
    "server keys for a vendor's engineer": ("server.access",),
    "root access": ("root.access",),
    "root access as the owner of the account": ("root.access",),
    "backend access": _BACKEND,
    "backend access for one day": _BACKEND,
    "direct access to the database": ("database.access",),
    "a copy of the repository": _SOURCE,
    "placing the source code in escrow": ("source.escrow",),
    "reading the source code for a security review": _SOURCE,
    "guidance on editing the code": (*_SOURCE, *_GUIDANCE),
    "running the service on our own servers": ("hosting.on_premises",),
    "taking over the AWS account": ("hosting.account_takeover",),
    "ownership of custom work": ("enhancement.ownership",),
    "the repository of a customization paid in full": ("enhancement.ownership", *_SOURCE),
    "a copy of an enhancement for another host": ("enhancement.export",),
    # Setup.
    "account configuration": ("setup.account_configuration",),
    "uploading a logo": ("setup.account_configuration",),
    "user setup": ("setup.users",),
    "core system activation": ("setup.activation",),
    # Standard integrations.
    "connecting a payment gateway": _GATEWAY,
    "reconnecting the payment gateway after its keys expired": _GATEWAY,
    "changing to another supported payment gateway": _GATEWAY,
    "connecting a payment gateway that needs new code": (*_GATEWAY, "exclusion.third_party_advanced"),
    "configuring email": ("integration.email",),
    "using the email integration": ("integration.email.use",),
    "setting up financial settings": ("integration.financial_settings",),
    "help with a standard integration": ("topic.standard_integration",),
    # Support.
    "how to use a feature": _GUIDANCE,
    "how to use a delivered customization": _GUIDANCE,
    "using the message function shipped with the platform": _GUIDANCE,
    "using the dial link shipped with the platform": _GUIDANCE,
    "where a tool is": _WHERE,
    "where a setting is": _WHERE,
    "where the message settings are": _WHERE,
    "where the settings of a plugin are": _WHERE,
    "turning on a feature shipped with the platform": _WHERE,
    "a report that exists under another name": _WHERE,
    "troubleshooting a feature": _TROUBLE,
    "finding out why the payment gateway is out": _TROUBLE,
    "troubleshooting a custom plugin": (*_TROUBLE, *_PLUGIN_SETTINGS),
    "an error caused by the settings of a plugin": (*_TROUBLE, *_PLUGIN_SETTINGS),
    "repairing a defect of the platform": ("topic.platform_defect",),
    # Not included.
    "bulk messaging by SMS": ("integration.bulk_sms",),
    "an advanced SMS integration": ("exclusion.advanced_sms",),
    "a plugin for bulk messaging by SMS": ("integration.bulk_sms", *_PLUGIN),
    "connecting a telephone system": ("integration.telephone_system",),
    "connecting the telephone system of Ringwell": ("integration.telephone_system",),
    "connecting the telephone system of Dialmore": ("integration.telephone_system",),
    "a number to call out with": _CALLS,
    "a list of the calls": _CALLS,
    "a recording of the calls": _CALLS,
    "installing a custom plugin": _PLUGIN,
    "installing a plugin of the marketplace": _PLUGIN,
    "installing a free plugin": _PLUGIN,
    "installing a paid plugin": _PLUGIN,
    "installing a plugin only for trial": _PLUGIN,
    "configuring a custom plugin": _PLUGIN_SETTINGS,
    "development of a custom feature": _FEATURE,
    "a feature promised by a salesman": _FEATURE,
    "connecting an accounting suite": ("integration.accounting_suite",),
    "a changed approval sequence": _WORKFLOW,
    "one extra step in a workflow": _WORKFLOW,
    "a new theme": _DESIGN,
    "a new checkout design": _DESIGN,
    # Custom work.
    "custom work": ("custom.development",),
    "doing our task for us": _DONE_FOR_YOU,
    "doing our task for us before tonight": _DONE_FOR_YOU,
    "doing our task for us as last time": _DONE_FOR_YOU,
    "designing all our permissions for us": _DONE_FOR_YOU,
    "asking for an estimate": ("engagements.request",),
    "approving an estimate": ("engagements.approve",),
    "performing custom work": ("custom.perform",),
    # What the terms are silent about: names that stand in no catalogue.
    "hosting in a region of our choice": ("hosting.region_of_choice",),
    "help after losing the last administrator": ("people.restore_administrator",),
    "moving old data": ("data.migrate",),
    "training a whole team": ("training.team",),
    "an accessibility repair": ("accessibility.repair",),
    "teleporting parcels": ("parcels.teleport",),
    "a visit at our office": ("office.visit",),
    "nothing in particular": ("",),
    "a wish of ten thousand letters": ("w" * 10_000,),
}


def actions(wish: str) -> tuple[str, ...]:
    """Give the actions that a wish is; raises KeyError for a wish that this table does not know."""
    for table in (OPERATIONS, ADDED):
        if wish in table:
            return (table[wish],)
    return _WISHES[wish]


def right(title: str) -> str:
    """Give the permission or area that a role is said to allow; raises KeyError for one not in the tables."""
    for table in (OPERATIONS, ADDED, RIGHTS):
        if title in table:
            return table[title]
    raise KeyError(title)
