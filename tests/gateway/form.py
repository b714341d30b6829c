"""The chat page as whoever has no script holds it."""

from __future__ import annotations

import re
from html import unescape
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import httpx

    from tests.gateway.running import Gateway


class Form:
    """The page as whoever has no script holds it."""

    def __init__(self, gateway: Gateway, **first: str) -> None:
        """Nothing is written yet."""
        self._gateway = gateway
        self.hidden = {"language": "nb", "role": "ukjent", "conversation": "", "token": "", **first}
        self.html = ""

    def send(self, path: str = "/oppdal", **fields: str | list[str]) -> httpx.Response:
        """Presses a button, and holds the page that comes."""
        response = self._gateway.client.post(path, data={**self.hidden, **fields})
        self.html = response.text
        hidden = re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)">', self.html)
        self.hidden |= {name: unescape(value) for name, value in hidden}
        return response

    def press(self, deed: str, path: str = "/oppdal/menneske", **fields: str | list[str]) -> httpx.Response:
        """Presses a button that has to do with a person."""
        return self.send(path, do=deed, **fields)

    @property
    def events(self) -> list[str]:
        """What is shown to have happened."""
        return [unescape(one) for one in re.findall(r'<li class="event"[^>]*>\s*<(?:p|h2)>(.*?)</', self.talk)]

    @property
    def deeds(self) -> list[str]:
        """What the buttons that have to do with a person would do."""
        return re.findall(r'name="do" value="([^"]*)"', self.html)

    @property
    def talk(self) -> str:
        """What stands in the conversation."""
        found = re.search(r'<ol class="talk">(.*?)\n    </ol>', self.html, re.DOTALL)
        return found[1] if found else ""

    @property
    def said(self) -> list[str]:
        """What the person is shown to have written."""
        return [unescape(one) for one in re.findall(r"Du skrev: </span>(.*?)</li>", self.talk, re.DOTALL)]

    @property
    def words(self) -> str:
        """What stands in the field."""
        found = re.search(r"<textarea[^>]*>\n(.*?)</textarea>", self.html, re.DOTALL)
        return unescape(found[1]) if found else ""

    @property
    def fault(self) -> str | None:
        """What stands beside the field."""
        found = re.search(r'<p class="fault"[^>]*><span[^>]*>⚠</span> (.*?)</p>', self.html)
        return unescape(found[1]) if found else None

    @property
    def id(self) -> str:
        """The conversation."""
        return self.hidden["conversation"]
