"""A browser without scripts and without a screen: it keeps cookies, follows redirects, and fills in forms."""

from __future__ import annotations

import re
from html.parser import HTMLParser
from typing import Any
from urllib.parse import urlencode

from attrs import define, field, frozen

from api import Answer, Api


@frozen
class Shown:
    """A page that was loaded: where it is, its status, its text, its forms by where they are sent to."""

    path: str
    answer: Answer
    forms: dict[str, list[tuple[str, str]]]
    text: str
    title: str

    @property
    def status(self) -> int:
        """The status of the answer."""
        return self.answer.status


class _Reader(HTMLParser):
    """Reads forms and text of a page."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.forms: dict[str, list[tuple[str, str]]] = {}
        self.words: list[str] = []
        self._form: list[tuple[str, str]] | None = None
        self._area: str | None = None
        self._select = ""
        self._title = False
        self.title = ""
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        if tag == "form":
            assert given["method"] == "post"
            self._form = self.forms.setdefault(str(given["action"]), [])
        elif tag == "input" and self._form is not None:
            ticked = given.get("type") != "checkbox" or "checked" in given
            if ticked:
                self._form.append((str(given["name"]), given.get("value") or ""))
        elif tag == "select" and self._form is not None:
            self._select = str(given["name"])
        elif tag == "option" and self._form is not None:
            # Without a choice a browser sends the first.
            if "selected" in given:
                self._form[:] = [each for each in self._form if each[0] != self._select]
            if all(name != self._select for name, _value in self._form):
                self._form.append((self._select, str(given["value"])))
        elif tag == "textarea" and self._form is not None:
            self._area = str(given["name"])
        self._title = tag == "title"

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self._form = None
        self._title = False

    def handle_data(self, data: str) -> None:
        if self._title:
            self.title += data
        if self._area is not None and self._form is not None:
            self._form.append((self._area, data.removeprefix("\n")))
            self._area = None
        self.words.append(data)


@define
class Visitor:
    """Somebody with a browser of their own."""

    api: Api
    cookies: dict[str, str] = field(factory=dict)
    headers: dict[str, str] = field(factory=lambda: {"sec-fetch-site": "same-origin"})

    def get(self, path: str) -> Shown:
        """Load a page, following redirects."""
        return self._loaded("GET", path, None)

    def send(self, page: Shown, action: str, **boxes: str | None) -> Shown:
        """Fill in a form of a page and send it; a box that is None is left out."""
        (target,) = (each for each in page.forms if each.endswith(action))
        kept = [(name, value) for name, value in page.forms[target] if name not in boxes]
        given = [*kept, *((name, value) for name, value in boxes.items() if value is not None)]
        return self._loaded("POST", target, urlencode(given).encode())

    def post(self, path: str, pairs: Any) -> Shown:
        """Send what no form of ours holds."""
        return self._loaded("POST", path, urlencode(pairs).encode())

    def _loaded(self, method: str, path: str, raw: bytes | None) -> Shown:
        for _ in range(6):
            answer = self._asked(method, path, raw)
            if answer.status != 303:
                reader = _Reader(answer.body.decode() if "html" in answer.headers.get("content-type", "") else "")
                text = re.sub(r" ([.,])", r"\1", " ".join(" ".join(reader.words).split()))
                return Shown(path, answer, reader.forms, text, reader.title)
            method, path, raw = "GET", answer.headers["location"], None
        message = f"{path} leads around in circles"
        raise AssertionError(message)

    def _asked(self, method: str, path: str, raw: bytes | None) -> Answer:
        headers = dict(self.headers)
        if self.cookies:
            headers["cookie"] = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        if raw is not None:
            headers["content-type"] = "application/x-www-form-urlencoded"
        answer = self.api(method, path, headers=headers, raw=raw)
        for each in answer.set_cookies:
            found = re.fullmatch(r"([^=]+)=([^;]*); Path=/(; Max-Age=(\d+))?; Secure; HttpOnly; SameSite=Lax", each)
            assert found, each
            if found[4] == "0":
                self.cookies.pop(found[1], None)
            else:
                self.cookies[found[1]] = found[2]
        return answer
