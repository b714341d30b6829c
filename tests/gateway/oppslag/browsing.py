"""The look-up as a browser without script holds it: pages are read, links are followed, forms are sent."""

from __future__ import annotations

import re
from contextlib import contextmanager
from dataclasses import dataclass, field
from html.parser import HTMLParser
from itertools import count
from typing import TYPE_CHECKING, Literal
from urllib.parse import urldefrag

import httpx

from tests.accounts.conftest import PASSWORD

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.gateway.running import Gateway

ROOT = "/oppslag"
_MACHINES = count(1)
# Elements that have no end.
VOID = frozenset({"br", "hr", "img", "input", "link", "meta", "wbr"})
# What no page and no message of ours says to people: a template that was not filled in, or a value that is none.
UNFILLED = re.compile(r"\{\{|\}\}|\{%|\{[a-z_]+\}|\bNone\b|\bUndefined\b")


@dataclass(frozen=True, slots=True)
class Link:
    """A link: where it leads, what it says, and in which language that is."""

    address: str
    text: str
    language: str | None


@dataclass(slots=True)
class Form:
    """A form: what it sends as it stands, and what each of its lists offers."""

    action: str
    method: str
    fields: dict[str, str] = field(default_factory=dict)
    hidden: dict[str, str] = field(default_factory=dict)
    choices: dict[str, list[str]] = field(default_factory=dict)
    chosen: dict[str, str] = field(default_factory=dict)


class Drawn(HTMLParser):
    """A page as it is drawn: `said` is every text that is shown or read aloud, or would be sent as it stands."""

    def __init__(self, html: str) -> None:
        """Reads the whole page."""
        super().__init__()
        self.language: str | None = None
        self.title = ""
        self.heading = ""
        self.said: list[str] = []
        self.inline: list[str] = []
        self.fetched: list[str] = []
        self.ids: list[str] = []
        self.links: list[Link] = []
        self.forms: list[Form] = []
        self.alerts: list[str] = []
        self._open: list[tuple[str, dict[str, str]]] = []
        self._field = ""
        self.feed(re.sub(r"\r\n?", "\n", html))  # As browsers read line ends.
        self.close()

    @property
    def text(self) -> str:
        """All that it says, in one line."""
        return " ".join(" ".join(self.said).split())

    @property
    def addresses(self) -> list[str]:
        """Where its links lead within the look-up, as they stand."""
        return [one.address for one in self.links if re.match(rf"{ROOT}(?:[/?#]|$)", one.address)]

    def form(self, action: str) -> Form:
        """The one form that is sent there, whatever the language."""
        [found] = [one for one in self.forms if one.action.partition("?")[0] == action]
        return found

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """An element begins."""
        given = {name: value or "" for name, value in attrs}
        self.inline += [f"{tag} {name}" for name in given if name.startswith("on") or name == "style"]
        self.fetched += [given[name] for name in ("src", "srcset", "poster") if name in given]
        self.fetched += [given["href"]] if tag in {"link", "use", "image"} and "href" in given else []
        self.ids += [given["id"]] if "id" in given else []
        self.said += [given[name] for name in ("aria-label", "placeholder", "alt") if name in given]
        if tag == "html":
            self.language = given.get("lang")
        elif tag == "a" and "href" in given:
            self.links.append(Link(given["href"], "", given.get("lang")))
        elif tag == "form":
            self.forms.append(Form(given.get("action", ""), given.get("method", "get")))
        elif self.forms:
            self._of_a_form(tag, given)
        if tag not in VOID:
            self._open.append((tag, given))

    def _of_a_form(self, tag: str, given: dict[str, str]) -> None:
        form, name = self.forms[-1], given.get("name", "")
        if tag == "input" and name and (given.get("type") != "checkbox" or "checked" in given):
            form.fields[name] = given.get("value", "")
            self.said.append(given.get("value", ""))
            if given.get("type") == "hidden":
                form.hidden[name] = given.get("value", "")
        elif tag == "input" and name:
            form.choices.setdefault(name, []).append(given.get("value", ""))
        elif tag in {"select", "textarea"}:
            self._field = name
            form.fields[name] = ""
        elif tag == "option":
            choices = form.choices.setdefault(self._field, [])
            choices.append(given.get("value", ""))
            if "selected" in given:
                form.chosen[self._field] = given.get("value", "")
            if "selected" in given or len(choices) == 1:
                form.fields[self._field] = given.get("value", "")

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """An element of a figure that ends where it begins."""
        self.handle_starttag(tag, attrs)
        if tag not in VOID:
            self.handle_endtag(tag)

    def handle_data(self, data: str) -> None:
        """Text."""
        inside = [tag for tag, _ in self._open]
        if "script" in inside or "style" in inside:
            self.inline += [data] if data.strip() else []
            return
        if "textarea" in inside:
            data = data.removeprefix("\n") if not self.forms[-1].fields[self._field] else data
            self.forms[-1].fields[self._field] += data
        if "title" in inside and "svg" not in inside:
            self.title += data
        if "h1" in inside:
            self.heading += data
        if "a" in inside and self.links:
            last = self.links[-1]
            self.links[-1] = Link(last.address, last.text + data, last.language)
        if any(given.get("role") == "alert" and "hidden" not in given for _, given in self._open):
            self.alerts.append(data)
        self.said.append(data)

    def handle_endtag(self, tag: str) -> None:
        """An element ends, and with it those that were left open in it."""
        places = [place for place, (name, _) in enumerate(self._open) if name == tag]
        if places:
            del self._open[places[-1] :]


def drawn(response: httpx.Response) -> Drawn:
    """A page that was sent, read."""
    assert response.headers["content-type"] == "text/html; charset=utf-8", response.text[:300]
    return Drawn(response.text)


def shown(client: httpx.Client, address: str) -> Drawn:
    """A page that is there, read."""
    response = client.get(address)
    assert response.status_code == 200, (address, response.status_code)
    return drawn(response)


def problem(response: httpx.Response) -> tuple[int, str]:
    """Status and slug of a refusal to a program."""
    assert response.headers["content-type"] == "application/problem+json"
    return response.status_code, response.json()["type"].removeprefix("/problem/")


@contextmanager
def guest(gateway: Gateway, **headers: str) -> Iterator[httpx.Client]:
    """A browser that nobody is signed in with, on a machine of its own. It follows no redirect by itself."""
    own = {"X-Forwarded-For": f"2001:db8:{next(_MACHINES):x}::1"}  # Each is only let try so many passwords.
    with httpx.Client(base_url=gateway.client.base_url, headers=own | headers, timeout=20, trust_env=False) as client:
        yield client


@contextmanager
def employee(gateway: Gateway, login: str) -> Iterator[httpx.Client]:
    """A browser that an employee is signed in with, by the look-up's own form."""
    with guest(gateway) as client:
        let_in = client.post(f"{ROOT}/inn", data={"login": login, "password": PASSWORD})
        assert let_in.status_code == 303, let_in.text
        yield client


def sent(client: httpx.Client, form: Form, **filled: str) -> httpx.Response:
    """A form that is filled in and sent, as browsers send it."""
    told = {**form.fields, **filled}
    if form.method == "get":
        return client.get(form.action, params=told)
    # Line ends of a form are sent as CRLF.
    return client.post(form.action, data={name: _sent(value) for name, value in told.items()})


def _sent(value: str) -> str:
    return re.sub(r"\r\n|\r|\n", "\r\n", value)


def without_anchor(address: str) -> str:
    """An address without its place on the page."""
    return str(urldefrag(address).url)


type Language = Literal["nb", "nn"]
LANGUAGES: tuple[Language, ...] = ("nb", "nn")


def said_in(address: str, language: Language) -> str:
    """An address in one of the written standards."""
    if language == "nb":
        return address
    path, _, anchor = address.partition("#")
    tail = f"#{anchor}" if anchor else ""
    return f"{path}{'&' if '?' in path else '?'}lang=nn{tail}"
