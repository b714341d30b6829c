"""The safety net: looks for danger to life, suicide, self-harm, violence, abuse and a child in danger.

It stands between a child in danger and a calm answer, so it depends on nothing that can be down: no model,
no network, no database. It is a pure function of the text. In doubt it answers, with ``certain=False``.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import islice

from knowledge.safety.context import (
    clause_around,
    found_in,
    is_about_writer,
    is_denied,
    is_now,
    is_settled,
    lead_up,
    sentence_around,
    subject_of,
)
from knowledge.safety.normal import normal_form
from knowledge.safety.rules import Rule, Rules, load_rules

# The most urgent kind is shown first when a message holds several.
_URGENCY = ("fare-for-liv", "selvmord", "vold-overgrep", "barn-i-fare", "selvskading")
_HARMLESS = "§ "
# The same pattern twenty times over says no more than once; the bound keeps hostile text linear.
_ENOUGH = 20


@dataclass(frozen=True, slots=True)
class Alarm:
    """What the net saw: which kind of danger, how sure, whom it is about, and whether it happens now.

    `threat`: somebody threatens somebody else's life, so that the police come before the ambulance.
    `remembered`: it was told in an earlier message of the conversation.
    `poison`: a child has swallowed something that may be poisonous.
    `faint`: a mere word for it, or something that is told as past and over, or as a story.
    """

    kind: str
    certain: bool
    subject: str
    ongoing: bool
    threat: bool = False
    remembered: bool = False
    poison: bool = False
    faint: bool = False


@dataclass(frozen=True, slots=True)
class Finding:
    """A rule that stands in the text from ``start`` to ``end``; whether it is beyond doubt there, or faint."""

    rule: Rule
    start: int
    end: int
    certain: bool
    faint: bool


def assess(text: str) -> Alarm | None:
    """Return the most urgent danger told in a message, or None if nothing points to one.

    Takes any text, raises nothing, and works in time linear in its length.
    """
    rules = load_rules()
    message = _without_idioms(normal_form(text), rules)
    findings = list(_findings(message, rules))
    if not findings:
        return None
    faint = all(finding.faint for finding in findings)
    poison = any(finding.rule.group.poison for finding in findings)
    return replace(_alarm(min(findings, key=_rank), message, rules, faint=faint), poison=poison)


def _without_idioms(message: str, rules: Rules) -> str:
    """Return the message with harmless phrases blanked, so that "dø av latter" cannot alarm."""
    for idiom in rules.possible_idioms(message.split()):
        message = idiom.parts[0].sub(_HARMLESS, message)
    return message


def _findings(message: str, rules: Rules) -> Iterator[Finding]:
    """Yield every rule that stands in the message and is not excused."""
    standing = [
        rule
        for rule in rules.candidates(message.split())
        if rule.phrase.stands_in(message) and not found_in(rule.group.unless, message)
    ]
    settled = bool(standing) and is_settled(message, rules)  # Most messages hold no rule, and need no look at this.
    for rule in standing:
        yield from _findings_of(rule, message, rules, settled=settled)


def _findings_of(rule: Rule, message: str, rules: Rules, *, settled: bool) -> Iterator[Finding]:
    """Yield where one rule stands, neither denied nor only asked about.

    What is past and over, or told in a story, is in doubt at most: people hide behind both.
    """
    general = rule.group.topic and found_in(rules.general, message)
    harmless_reading = found_in(rule.group.doubt_if, message)
    for start, end in islice(rule.phrase.spans(message), _ENOUGH):
        if is_denied(rule, message, start, end, rules):
            continue
        asked = found_in(rules.questions, clause_around(message, start, end))
        supposed = found_in(rules.hypothetical, lead_up(message, start))
        sentence = sentence_around(message, start, end)
        made_up = found_in(rules.fiction, sentence)
        framed = made_up or settled
        if framed and not rule.group.certain and not is_about_writer(sentence, rules):
            continue
        if not (rule.group.topic and (asked or general)):
            certain = rule.group.certain and not (asked or supposed or harmless_reading or framed)
            yield Finding(rule, start, end, certain, faint=rule.group.topic or framed)


def _rank(finding: Finding) -> tuple[bool, int, int]:
    """Order findings: certain ones first, then the most urgent kind, then the first in the text."""
    return not finding.certain, _URGENCY.index(finding.rule.group.kind), finding.start


def _alarm(finding: Finding, message: str, rules: Rules, *, faint: bool) -> Alarm:
    """Return the alarm for the finding that was chosen."""
    return Alarm(
        kind=finding.rule.group.kind,
        certain=finding.certain,
        subject=subject_of(finding.rule.group.kind, message, finding.start, finding.end, rules),
        ongoing=finding.rule.group.now or is_now(message, rules),
        threat=finding.rule.group.threat,
        faint=faint,
    )
