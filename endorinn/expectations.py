"""What a right answer must hold, as the files of questions say it (tests/eval/README.md)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping


def faults(expect: Mapping[str, Any], answer: Mapping[str, Any]) -> list[str]:
    """Everything that an answer lacks or holds against what is expected; empty for a right one.

    Args:
        expect: `outcome`, `question_type` and `first_service` (one or several that are all right), `language`,
            `kommune`, `role`, `needs_include`, `acute` (whether help lines are shown), `asks_for` (what is asked back),
            `services_include`, `services_exclude`, `services_exclude_first`, `reply_contains` (a list in it: any of
            these), `reply_lacks`, `responsibility`.
        answer: an Answer as JSON.
    """
    return [*_of_the_whole(expect, answer), *_of_services(expect, answer), *_of_the_reply(expect, answer)]


def _of_the_whole(expect: Mapping[str, Any], answer: Mapping[str, Any]) -> Iterator[str]:
    for key in ("outcome", "question_type", "language", "kommune", "role"):
        if key in expect and answer[key] not in _listed(expect[key]):
            yield f"{key} {answer[key]}"
    needs = [need["id"] for need in answer.get("needs", ())]
    if lacking := set(expect.get("needs_include", ())) - set(needs):
        yield f"needs {needs} without {sorted(lacking)}"
    if "acute" in expect and bool(answer["acute"]) != expect["acute"]:
        yield f"acute {answer['acute'] and answer['acute']['kind']}"
    if "asks_for" in expect and (asked := (answer["clarification"] or {}).get("asks_for")) != expect["asks_for"]:
        yield f"asks for {asked}"
    if cell := expect.get("responsibility"):
        cells = [(one["level"], one["risk_area"], set(one["services"])) for one in answer["responsibility"]]
        if (cell["level"], cell["risk_area"], set(cell["services"])) not in cells:
            yield f"cells {cells}"


def _of_services(expect: Mapping[str, Any], answer: Mapping[str, Any]) -> Iterator[str]:
    services = [service["type"] for service in answer["services"]]
    if lacking := set(expect.get("services_include", ())) - set(services):
        yield f"services {services} without {sorted(lacking)}"
    if shown := set(expect.get("services_exclude", ())) & set(services):
        yield f"services {services} with {sorted(shown)}"
    if "first_service" in expect and not set(services[:1]) & set(_listed(expect["first_service"])):
        yield f"first {services[:1]}"
    if set(services[:1]) & set(expect.get("services_exclude_first", ())):
        yield f"first {services[:1]}"


def _of_the_reply(expect: Mapping[str, Any], answer: Mapping[str, Any]) -> Iterator[str]:
    reply = answer["reply"].lower()
    for part in expect.get("reply_contains", ()):
        if not any(way.lower() in reply for way in _listed(part)):
            yield f"reply lacks «{' / '.join(_listed(part))}»"
    for part in expect.get("reply_lacks", ()):
        if part.lower() in reply:
            yield f"reply holds «{part}»"


def _listed(value: str | list[str]) -> list[str]:
    return value if isinstance(value, list) else [value]
