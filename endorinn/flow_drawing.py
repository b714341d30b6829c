"""A flow as a picture: what is drawn, and Mermaid text of it (SVG: `flow_svg.py`)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from knowledge.texts import say

if TYPE_CHECKING:
    from collections.abc import Iterator

    from knowledge.flows import End, Flow
    from knowledge.query import Language


def mermaid(flow: Flow, language: Language) -> str:
    """The flow as a Mermaid flowchart, which Markdown pages show as a picture."""
    lines = ["flowchart TD"]
    lines += [f'  {node(flow, key)}{{{{"{_safe(step.ask.of(language))}"}}}}' for key, step in flow.steps.items()]
    lines += [f'  {node(flow, key)}(["{_safe(told(end))}"])' for key, end in flow.ends.items()]
    lines += [f'  {source} -->|"{_safe(words)}"| {target}' for source, target, words in ways(flow, language)]
    return "\n".join(lines) + "\n"


def ways(flow: Flow, language: Language) -> Iterator[tuple[str, str, str]]:
    """From which node, to which, and by which answers: one line for all that lead the same way."""
    for key, step in flow.steps.items():
        by_target: dict[str, list[str]] = {}
        for answer in step.answers:
            by_target.setdefault(answer.to, []).append(answer.say.of(language))
        if step.unknown is not None:
            by_target.setdefault(step.unknown, []).append(say("flow_unknown", language))
        for target, words in by_target.items():
            yield node(flow, key), node(flow, target), " / ".join(words)


def told(end: End) -> str:
    """What the library is asked at an end."""
    return " ".join([end.question_type, *(f"· {one}" for one in (*end.needs, *end.services))])


def node(flow: Flow, key: str) -> str:
    """What a step or end is called in a drawing; «end» alone is a word of Mermaid's own, and a hyphen a line's."""
    name = key.replace("-", "_")
    return f"{name}_slutt" if key in flow.ends else name


def _safe(words: str) -> str:
    """Words between quotes in Mermaid."""
    return words.replace('"', "#quot;")
