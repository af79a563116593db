"""A browser for the story, without a screen: it loads pages over HTTP, keeps cookies, and fills in forms."""

from __future__ import annotations

import asyncio
import io
import socket
import threading
from contextlib import contextmanager
from html.parser import HTMLParser
from http.client import HTTPConnection
from pkgutil import resolve_name
from typing import TYPE_CHECKING, Final
from urllib.parse import urlencode

from saas_web.serving import pages

if TYPE_CHECKING:
    from collections.abc import Iterator

    from saas_app import Application

ADDRESS: Final = "127.0.0.1"
MOST_REDIRECTS: Final = 6
TRIES, WAIT_SECONDS = 200, 0.02
_MOVED, _WRONG = 303, 400


class _Reader(HTMLParser):
    """Reads the forms and the text of a page."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.forms: dict[str, list[tuple[str, str]]] = {}
        self.words: list[str] = []
        self._form: list[tuple[str, str]] | None = None
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        if tag == "form":
            self._form = self.forms.setdefault(given.get("action") or "", [])
        elif tag == "input" and self._form is not None and (given.get("type") != "checkbox" or "checked" in given):
            self._form.append((given.get("name") or "", given.get("value") or ""))

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self._form = None

    def handle_data(self, data: str) -> None:
        self.words.append(data)


class Page:
    """A page that was loaded: its path, its text, and its forms by where they are sent to."""

    def __init__(self, path: str, body: str) -> None:
        """Read a page."""
        reader = _Reader(body)
        self.path = path
        self.forms = reader.forms
        self.text = " ".join(" ".join(reader.words).split())


class Browser:
    """Somebody's browser; cookies that it is given for its host it sends back."""

    def __init__(self, port: int) -> None:
        """Take the port at which the pages are served on this machine."""
        self._port = port
        self._cookies: dict[str, str] = {}

    def get(self, path: str) -> Page:
        """Load a page; raises AssertionError for one that the server refuses."""
        return self._loaded("GET", path, None)

    def send(self, page: Page, action: str, **boxes: str) -> Page:
        """Fill in the form of a page that is sent to `action`, and send it."""
        target = next(each for each in page.forms if each.endswith(action))
        kept = [pair for pair in page.forms[target] if pair[0] not in boxes]
        return self._loaded("POST", target, urlencode([*kept, *boxes.items()]))

    def _loaded(self, method: str, path: str, body: str | None) -> Page:
        for _ in range(MOST_REDIRECTS):
            status, where, text = self._asked(method, path, body)
            if status != _MOVED:
                if status >= _WRONG:
                    message = f"{method} {path} was answered with {status}."
                    raise AssertionError(message)
                return Page(path, text)
            method, path, body = "GET", where, None
        message = f"{path} leads around in circles."
        raise AssertionError(message)

    def _asked(self, method: str, path: str, body: str | None) -> tuple[int, str, str]:
        headers = {"user-agent": "saas demo"}
        if self._cookies:
            headers["cookie"] = "; ".join(f"{name}={value}" for name, value in self._cookies.items())
        if body is not None:
            headers["content-type"] = "application/x-www-form-urlencoded"
        line = HTTPConnection(ADDRESS, self._port, timeout=30)
        try:
            line.request(method, path, body=body, headers=headers)
            answer = line.getresponse()
            text = answer.read().decode()
            for each in answer.headers.get_all("set-cookie") or ():
                name, _, value = each.partition(";")[0].partition("=")
                self._cookies[name] = value
            return answer.status, answer.headers.get("location") or "", text
        finally:
            line.close()


@contextmanager
def browsing(app: Application) -> Iterator[Browser]:
    """Serve the interface and the pages over an application in a thread, and yield a browser that has them."""
    from granian.constants import Interfaces
    from granian.server.embed import Server

    # Entrances do not import each other; what serves finds both by name.
    served = resolve_name("saas_http:http_application")(app, log=io.StringIO(), beside=pages())
    with socket.socket() as probe:
        probe.bind((ADDRESS, 0))
        port = probe.getsockname()[1]
    server = Server(served, address=ADDRESS, port=port, interface=Interfaces.ASGINL, log_enabled=False)
    loop = asyncio.new_event_loop()
    thread = threading.Thread(target=loop.run_until_complete, args=(server.serve(),), daemon=True)
    thread.start()
    try:
        _await_server(port)
        yield Browser(port)
    finally:
        loop.call_soon_threadsafe(server.stop)
        thread.join(10)
        loop.close()
        # Its threads end.
        served.service.threads.close()


def _await_server(port: int) -> None:
    for _ in range(TRIES):
        try:
            socket.create_connection((ADDRESS, port), timeout=1).close()
        except OSError:
            threading.Event().wait(WAIT_SECONDS)
        else:
            return
    message = f"nothing answers at {ADDRESS}:{port}."
    raise AssertionError(message)
