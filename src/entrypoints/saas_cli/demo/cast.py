"""The characters of the story, and their questions."""

from __future__ import annotations

PROVIDER = "Northwind Hosting Inc."
STAFF = ("Sam Reyes", "sam@provider.example")
OWNER = ("Olivia Hart", "olivia@harbor.example")
CLERK = ("Mia Chen", "mia@harbor.example")
KEEPER = ("Jon Berg", "jon@harbor.example")

SLUG = "harbor-foods"
ACCOUNT = {
    "legal_name": "Harbor Foods Ltd",
    "country": "GB",
    "time_zone": "Europe/London",
    "language": "en",
    "contact_email": "office@harbor.example",
}

PERMISSIONS = b"""
[[permission]]
name = "invoices.view"
title = "seeing invoices"

[[permission]]
name = "invoices.approve"
title = "approving invoices"

[[permission]]
name = "stock.adjust"
title = "adjusting stock"
"""

NEVER = (
    ("Olivia, who owns and pays for it all, asks for root access", "root.access"),
    ("… for the source code", "source.access"),
    ("… to run it on servers of her own", "hosting.on_premises"),
    ("… to own the custom work that she will pay for", "enhancement.ownership"),
    ("… to take an enhancement along to another host", "enhancement.export"),
)

INCLUDED = (
    ("She may open tickets in the official ticketing system", "support.open"),
    ("She asks how a feature is used", "topic.feature_usage"),
    ("She connects the payment gateway", "integration.payment_gateway"),
    ("She reports a defect of the platform", "topic.platform_defect"),
)

EXCLUDED = (
    ("An advanced SMS integration", "exclusion.advanced_sms"),
    ("A call system", "exclusion.call_systems"),
    ("Installation of a custom plugin", "exclusion.plugin_installation"),
    ("Configuration of a custom plugin", "exclusion.plugin_configuration"),
    ("Development of a custom feature", "exclusion.custom_features"),
    ("An advanced integration with a third party", "exclusion.third_party_advanced"),
    ("A modified workflow", "exclusion.workflow_changes"),
    ("A customized design", "exclusion.design_ui"),
)

DOMAIN = "harbor.example"
TAX_NUMBER = "GB 980 7806 84"
CALLS = "telephone_system"

QUESTION = ("Where do I set the currency?", "Our invoices show US dollars.")
ANSWER = "Open Settings, then Money, and choose the currency there."
WISH = ("A theme in our colors", "Please make everything sea green, with our logo on every screen.")
FAVOR = "It is sea green now."
ORDER = ("Two managers for large orders", "Large orders should be approved by two managers instead of one.")

SCOPE = ("Two managers approve each order over 10,000", "No change of the mobile app")
MORE = "A reminder to the second manager after two days"
THROUGH = "2026-03-20"
RELEASE = "2026.9"

SILENT = ("A training day at her office, of which no clause speaks", "training.on_site")
