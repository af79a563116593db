"""The approval page in a real browser: with scripts and without, wide and narrow, light and dark, by keyboard alone.

axe looks at every page; what it does not know is looked at here.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from attrs import define, field, frozen

from api import PLENTY
from estimating import THIRTY, Estimating, estimating
from pages_served import served
from saas_core.engagements.estimates.commands import Line
from saas_http import http_application
from saas_portal import Portal

pytestmark = pytest.mark.enable_socket

LONG = Line(
    text="Send the customs number to the freight forwarder with each booking.\n" + "Donaudampfschifffahrt" * 4,
    low_seconds=3600,
    high_seconds=7200,
)
# What axe leaves out unless it is told to: whether targets are large enough for a finger.
AXE = {"resultTypes": ["violations"], "rules": {"target-size": {"enabled": True}}}
OVERFLOW = "() => document.documentElement.scrollWidth - document.documentElement.clientWidth"
SMALL = """() => [...document.querySelectorAll('a, button, input, textarea')]
  .filter(each => each.type !== 'hidden' && each.checkVisibility() && !each.closest('p, li, dd, .skip'))
  .map(each => [each.outerHTML.slice(0, 60), each.getBoundingClientRect()])
  .filter(([, box]) => box.width < 24 || box.height < 24).map(([name]) => name)"""
HIDDEN = """() => { const at = document.activeElement.getClientRects()[0];
  const top = document.elementFromPoint(at.x + Math.min(at.width, 300) / 2, at.y + Math.min(at.height, 200) / 2);
  return !(document.activeElement === top || document.activeElement.contains(top)); }"""
FOCUSED = "() => (document.activeElement.innerText || document.activeElement.id).trim()"
RING = "() => parseFloat(getComputedStyle(document.activeElement).outlineWidth)"


@frozen
class Site:
    """A client to whom an estimate was issued, and the address at which its pages are served."""

    at: Estimating
    address: str

    def code(self) -> str:
        """Have the code mailed, and return it."""
        self.at.drain()
        letters = (
            re.search(r"\b(\d{6})\b", each.text) for each in reversed(self.at.kit.mailbox.to(self.at.owner.email))
        )
        return next(each[1] for each in letters if each)


@define
class Tab:
    """A tab of a browser; `look` is done on every page."""

    page: Any
    name: str
    shots: Path
    looks: tuple[Callable[[Any], list[Any]], ...]
    said: list[str] = field(factory=list)

    def seen(self, what: str) -> None:
        """Keep a picture of the page, and look at it."""
        self.page.screenshot(path=self.shots / f"{self.name}-{what}.png", full_page=True)
        assert [found for look in self.looks for found in look(self.page)] == [], what

    def press(self, button: str) -> None:
        """Press a button, or follow a link that looks like one."""
        self.page.locator(".actions, main").get_by_text(button, exact=True).first.click()


@pytest.fixture
def site() -> Iterator[Site]:
    """Serve the pages to a browser."""
    with estimating() as at:
        at.issue(at.draft(THIRTY, LONG))
        manners = PLENTY
        app = http_application(at.kit.application, manners=manners, log=None, beside=Portal)
        with served(app) as address:
            yield Site(at, address)


@contextmanager
def opened(chromium: Any, shots: Path, name: str, looks: Any = (), **given: Any) -> Iterator[Tab]:
    """Open a tab, and see in the end that the browser had nothing to complain about."""
    context = chromium.new_context(**given)
    page = context.new_page()
    page.set_default_timeout(10_000)
    tab = Tab(page, name, shots, tuple(looks))
    # That a form was refused is no complaint: the browser says so of every answer in the four hundreds.
    page.on(
        "console",
        lambda said: None if "the server responded with a status of 4" in said.text else tab.said.append(said.text),
    )
    page.on("pageerror", lambda fault: tab.said.append(str(fault)))
    try:
        yield tab
        # That a form was refused is no complaint: the browser says so of every answer in the four hundreds.
        assert [each for each in tab.said if "responded with a status of 4" not in each] == []
    finally:
        context.close()


def overflows(page: Any) -> list[Any]:
    """Return by how many pixels the page is wider than the window."""
    wider = page.evaluate(OVERFLOW)
    return [f"{wider} px too wide"] if wider else []


def too_small(page: Any) -> list[Any]:
    """Return targets that a finger misses."""
    return page.evaluate(SMALL)


def keeps_out(page: Any) -> list[Any]:
    """Return what axe finds, in both schemes: contrast alone differs between them."""
    from axe_playwright_python.sync_playwright import Axe

    found = Axe().run(page, options=AXE).response["violations"]
    page.emulate_media(color_scheme="dark")
    found += page.evaluate("axe.run({runOnly: ['color-contrast'], resultTypes: ['violations']})")["violations"]
    page.emulate_media(color_scheme="light")
    return [(each["id"], [node["html"][:120] for node in each["nodes"]]) for each in found]


WINDOWS = {
    "wide": {"viewport": {"width": 1000, "height": 800}},
    "narrow-dark": {"viewport": {"width": 320, "height": 640}, "color_scheme": "dark", "has_touch": True},
    # A window of 1280 by 1024 at 400 %.
    "no-scripts-enlarged": {"viewport": {"width": 320, "height": 256}, "java_script_enabled": False},
}


@pytest.mark.parametrize("window", WINDOWS)
def test_an_estimate_is_approved_in_the_browser(chromium: Any, shots: Path, site: Site, window: str) -> None:
    """Every page of the way is as wide as its window, large enough for a finger, and keeps nobody out."""
    looks = [overflows, too_small, *([keeps_out] if window == "wide" else [])]
    with opened(chromium, shots, window, looks, **WINDOWS[window]) as tab:
        page = tab.page
        page.goto(f"{site.address}/portal/approvals/{site.at.token()}")
        tab.seen("1-start")
        tab.press("Mail me the code")
        tab.seen("2-code")
        page.fill("#code", "000000")
        tab.press("Show the estimate")
        tab.seen("3-wrong-code")
        page.fill("#code", site.code())
        tab.press("Show the estimate")
        tab.seen("4-estimate")
        tab.press("Check before approving")
        tab.seen("5-corrections")
        page.fill("#typed_name", "Olivia Hart")
        page.check("#accept_estimate")
        page.check("#accept_ownership")
        tab.press("Check before approving")
        tab.seen("6-check")
        tab.press("Go back and change")
        assert page.input_value("#typed_name") == "Olivia Hart"
        assert page.is_checked("#accept_ownership")
        tab.press("Decline instead")
        tab.seen("7-decline")
        page.fill("#reason", "Too much at once.")
        tab.press("Check before declining")
        tab.seen("8-check-decline")
        page.goto(page.url.replace("/decline/check", "/estimate"))
        page.fill("#typed_name", "Olivia Hart")
        page.check("#accept_estimate")
        page.check("#accept_ownership")
        tab.press("Check before approving")
        tab.press("Approve in writing")
        assert page.inner_text("h1") == "Approved in writing"
        tab.seen("9-receipt")
        page.goto(f"{site.address}/portal/nowhere")
        tab.seen("10-nowhere")
    assert site.at.engagement() == "authorized"


def test_an_estimate_is_approved_by_keyboard_alone(chromium: Any, shots: Path, site: Site) -> None:
    """Everything is reached in order, the focus is never hidden, and a summary of errors has it first."""
    window = {"viewport": {"width": 640, "height": 480}, "reduced_motion": "reduce"}
    with opened(chromium, shots, "keyboard", **window) as tab:
        page = tab.page

        def to(wanted: str) -> None:
            for _ in range(40):
                page.keyboard.press("Tab")
                assert not page.evaluate(HIDDEN), page.evaluate(FOCUSED)
                assert page.evaluate(RING) >= 2, page.evaluate(FOCUSED)
                if page.evaluate(FOCUSED) == wanted:
                    return
            raise AssertionError(wanted)

        def send() -> None:
            with page.expect_navigation():
                page.keyboard.press("Enter")

        page.goto(f"{site.address}/portal/approvals/{site.at.token()}")
        page.keyboard.press("Tab")
        assert page.evaluate(FOCUSED) == "Skip to content"
        page.keyboard.press("Enter")
        to("Mail me the code")
        send()
        to("code")
        page.keyboard.type(site.code())
        send()
        to("Check before approving")
        send()
        page.wait_for_selector(".wrong:focus")
        to("Type your full name; it is your signature.")
        page.keyboard.press("Enter")
        assert page.evaluate(FOCUSED) == "typed_name"
        page.keyboard.type("Olivia Hart")
        to("accept_estimate")
        page.keyboard.press("Space")
        to("accept_ownership")
        page.keyboard.press("Space")
        to("Check before approving")
        send()
        page.wait_for_selector("text=Nothing is approved yet")
        to("Approve in writing")
        send()
        page.wait_for_selector("text=Approved in writing")
        tab.seen("receipt")


def test_signing_in_and_its_pages_keep_nobody_out(chromium: Any, shots: Path, site: Site) -> None:
    """The pages around the estimate, of a stranger and of somebody who is signed in."""
    with opened(
        chromium, shots, "around", [overflows, too_small, keeps_out], viewport={"width": 320, "height": 640}
    ) as tab:
        page = tab.page
        for name in ("sign-in", "help", "terms", "policy/sign?scope=clause:4.2", "policy/what-if"):
            page.goto(f"{site.address}/portal/{name}")
            tab.seen(name.partition("?")[0].replace("/", "-"))
        page.goto(f"{site.address}/portal/sign-in?to=/sessions")
        page.fill("#client", site.at.client.slug)
        page.fill("#email", site.at.owner.email)
        tab.press("Send me the mail")
        page.fill("#code", site.code())
        page.get_by_role("button", name="Sign in").click()
        tab.seen("sessions")
        page.goto(f"{site.address}/portal/")
        tab.seen("home")


def test_staff_asks_what_if_and_signs_on_a_telephone_without_scripts(chromium: Any, shots: Path, site: Site) -> None:
    """Forms, answer, faults and the check page are as wide as the window, and large enough for a finger."""
    window = {"viewport": {"width": 375, "height": 667}, "java_script_enabled": False}
    with opened(chromium, shots, "telephone", [overflows, too_small], **window) as tab:
        page = tab.page
        page.goto(f"{site.address}/portal/policy/what-if")
        tab.press("Ask")
        tab.seen("what-if-faults")
        page.fill("#asked", "topic.feature_usage")
        for box, choice in (("license", "overdue"), ("kind", "end_user"), ("asker", "owner")):
            page.select_option(f"#{box}", choice)
        page.check("#connected-payment_gateway")
        page.fill("#key", site.at.kit.staff_key)
        tab.press("Ask")
        assert page.inner_text("#answer") == "DENIED"
        tab.seen("what-if-answer")
        page.goto(f"{site.address}/portal/policy/sign?scope=clause:4.2")
        assert (page.input_value("#role"), page.input_value("#verdict")) == ("", "")
        tab.press("Check before signing")
        tab.seen("sign-faults")
        page.select_option("#role", "legal")
        page.select_option("#verdict", "agreed")
        tab.press("Check before signing")
        assert page.inner_text("h1") == "Check before signing"
        tab.seen("sign-check")
