"""A desk in tests: who sits there, and the cases of the families that wait."""

from __future__ import annotations

import json
from dataclasses import dataclass
from itertools import islice
from typing import TYPE_CHECKING, Any

from tests.gateway.running import events_in

if TYPE_CHECKING:
    import httpx

    from tests.gateway.running import Gateway, Talk

NOTHING = {"kommune": "oppdal"}


@dataclass(frozen=True)
class Coordinator:
    """Somebody who is signed in at the desk."""

    gateway: Gateway
    client: httpx.Client
    id: int

    def case_of(self, conversation_id: str) -> int:
        """The number of a conversation's last case."""
        sql = "SELECT max(id) FROM handover WHERE conversation_id = ?"
        [(number,)] = self.gateway.rows(sql, conversation_id)
        found: int = number
        return found

    def do(self, case: int, deed: str, **body: object) -> httpx.Response:
        """Does something with a case."""
        return self.client.post(f"/api/vakt/cases/{case}/{deed}", json=body)

    def done(self, case: int, deed: str, **body: object) -> dict[str, Any]:
        """The same, where it can be done: what comes back."""
        found: dict[str, Any] = self.do(case, deed, **body).raise_for_status().json()
        return found

    def look(self, case: int) -> dict[str, Any]:
        """A case whole."""
        found: dict[str, Any] = self.client.get(f"/api/vakt/cases/{case}").raise_for_status().json()
        return found

    def queue(self) -> dict[str, Any]:
        """The queue."""
        found: dict[str, Any] = self.client.get("/api/vakt/queue").raise_for_status().json()
        return found

    def events(self, path: str, count: int, after: int | None = None) -> list[dict[str, str]]:
        """The first events of a stream."""
        headers = {} if after is None else {"Last-Event-ID": str(after)}
        with self.client.stream("GET", f"/api/vakt{path}", headers=headers) as response:
            assert response.status_code == 200
            return list(islice(events_in(response.iter_lines()), count))


def asked(talk: Talk, *, share_talk: bool = False, **summary: object) -> dict[str, Any]:
    """The family asks for a person: how it stands then."""
    body = {"summary": NOTHING | summary, "share_talk": share_talk}
    found: dict[str, Any] = hand_over(talk, "POST", "handover", body).raise_for_status().json()
    return found


def hand_over(talk: Talk, method: str, what: str, body: object = None) -> httpx.Response:
    """Calls one of the family's addresses."""
    return talk.gateway.client.request(method, f"{talk.path}/{what}", headers=talk.key, json=body)


def told(events: list[dict[str, str]]) -> list[tuple[str, Any]]:
    """Events as their kind and what they hold."""
    return [(one["event"], json.loads(one["data"])) for one in events]
