"""What stands around a found pattern: a negation, a question, a supposition, a person, a moment."""

from collections.abc import Iterable
from itertools import dropwhile, takewhile

from knowledge.safety.phrases import Phrase
from knowledge.safety.rules import Rule, Rules

_MARKS = (".", "?", ",")
_SENTENCE_MARKS = (" . ", " ? ")
_CLAUSE_MARKS = (" . ", " ? ", " , ")
_SUFFERED = frozenset(("vold-overgrep", "barn-i-fare"))
_REACH_BACK = 4
_REACH_AHEAD = 6


def found_in(phrases: Iterable[Phrase], text: str) -> bool:
    """Say whether any of the phrases stands in a text in normal form."""
    return any(phrase.stands_in(text) for phrase in phrases)


def clause_around(message: str, start: int, end: int) -> str:
    """Return the sentence of a span up to the end of its clause.

    "Hva skjer hvis jeg sier at ..." asks; "han slår meg, hva er rettighetene mine?" tells first and asks after.
    """
    first = max(message.rfind(mark, 0, start + 1) for mark in _SENTENCE_MARKS)
    last = min((at for mark in _CLAUSE_MARKS if (at := message.find(mark, end - 1)) >= 0), default=len(message))
    return message[max(first, 0) : last + len(_CLAUSE_MARKS[0])]


def sentence_around(message: str, start: int, end: int) -> str:
    """Return the whole sentence of a span."""
    last = min((at for mark in _SENTENCE_MARKS if (at := message.find(mark, end - 1)) >= 0), default=len(message))
    return lead_up(message, start) + message[start : last + len(_SENTENCE_MARKS[0])]


def lead_up(message: str, start: int) -> str:
    """Return what stands ahead of a span in its sentence."""
    first = max(message.rfind(mark, 0, start + 1) for mark in _SENTENCE_MARKS)
    return message[max(first, 0) : start]


def is_denied(rule: Rule, message: str, start: int, end: int, rules: Rules) -> bool:
    """Say whether a negation truly scopes over what was found.

    A told act is denied inside ("har aldri slått meg") or right after ("slår meg ikke"); a topic before
    ("ingen selvmordstanker"). A negation further ahead ("tør ikke si at pappa slår") denies something else.
    """
    if not rule.deniable:
        return False
    if _denied_inside(message[start:end].split(), rules) or _denied_after(message[end:], rules):
        return True
    return _denied_before(message[:start], rules)


def _denied_inside(words: list[str], rules: Rules) -> bool:
    """Say whether a negation stands among the words; "tør ikke" is fear, not denial."""
    pairs = zip(["", *words], words, strict=False)
    return any(word in rules.words["negation"] and before not in rules.words["unable"] for before, word in pairs)


def _denied_after(rest: str, rules: Rules) -> bool:
    """Say whether a negation follows, past an object ("slår meg ikke"), and is about more than how often or hard."""
    words = list(dropwhile(lambda word: word in rules.words["object"], rest[:80].split()))
    following, after, *_ = [*words, "", ""]
    return following in rules.words["negation"] and after not in rules.words["degree"]


def _denied_before(text: str, rules: Rules) -> bool:
    """Say whether a negation stands just ahead, with nothing but bridging words ("noen", "snakk om") between."""
    ahead = text[-60:].split()[-_REACH_BACK:]
    bridged = list(takewhile(lambda word: word in rules.words["bridge"], reversed(ahead)))
    rest = ["", "", *ahead[: len(ahead) - len(bridged)]]
    denies = rest[-1] in rules.words["negation"] | rules.words["absence"]
    return denies and rest[-2] not in rules.words["unable"]


def subject_of(kind: str, message: str, start: int, end: int, rules: Rules) -> str:
    """Return whom a finding is about: "self", "child", "other", or "unknown".

    Violence and neglect are about whoever suffers them; everything else about whoever does or feels it.
    """
    if kind in _SUFFERED:
        return _sufferer(message, start, end, rules)
    return _doer(message, start, end, rules)


def _sufferer(message: str, start: int, end: int, rules: Rules) -> str:
    """Return who is hurt: the writer if named as the object, else the child or friend named, else the writer.

    "Pappa slår" is written by his child; "pappa slår mamma" ends with another person, and is about her.
    """
    span = message[start:end].split()
    if not rules.words["writer-object"].isdisjoint(span + _rest_of_clause(message, end)):
        return "self"
    if found_in((rules.children,), message):
        return "child"
    ends_with_another = len(span) > 1 and _named(span[-1], rules) == "other"
    return "other" if ends_with_another or found_in((rules.acquaintances,), message) else "self"


def _rest_of_clause(message: str, end: int) -> list[str]:
    """Return the next few words up to a mark."""
    following = message[end : end + 60].split()[:_REACH_AHEAD]
    return list(takewhile(lambda word: word not in _MARKS, following))


def _doer(message: str, start: int, end: int, rules: Rules) -> str:
    """Return who does or feels it.

    First what the pattern itself says ("livet mitt", "armen hennes"), then the nearest person ahead of it in the
    sentence. If neither names anyone, it is the child or friend told about elsewhere, or else the writer.
    """
    span = message[start:end].split()
    if not rules.words["writer-own"].isdisjoint(span):
        return "self"
    clause = [*lead_up(message, start).split(), *span]
    if rules.words["third-own"].isdisjoint(span) and _nearest_is_writer(clause, rules):
        return "self"
    named = _last_named(message, end, rules)
    told_of_another = not (rules.words["third"] | rules.words["third-own"]).isdisjoint(message.split())
    return "self" if named == "unknown" and not told_of_another else named


def _nearest_is_writer(words: list[str], rules: Rules) -> bool:
    """Say whether the last person among the words is "jeg", and "jeg" is not merely the one who saw or found it."""
    people = (
        word
        for word in reversed(words)
        if word in rules.words["writer"] or word in rules.words["third"] or _named(word, rules)
    )
    return next(people, "") in rules.words["writer"] and rules.words["witness"].isdisjoint(words)


def _last_named(message: str, end: int, rules: Rules) -> str:
    """Return whether the last person named up to a point, or else anywhere, is a child or somebody else."""
    people = [kind for word in message[:end].split() if (kind := _named(word, rules))]
    everyone = people or [kind for word in message.split() if (kind := _named(word, rules))]
    return "child" if "child" in everyone else (everyone[-1] if everyone else "unknown")


def _named(word: str, rules: Rules) -> str:
    """Return "child" or "other" if the word names such a person, else an empty string."""
    if rules.children.parts[0].fullmatch(f" {word} ", 1):
        return "child"
    return "other" if rules.others.parts[0].fullmatch(f" {word} ", 1) else ""


def is_about_writer(text: str, rules: Rules) -> bool:
    """Say whether whoever writes is named as the one it is done to, or as its owner ("meg", "mine")."""
    return not (rules.words["writer-object"] | rules.words["writer-own"]).isdisjoint(text.split())


def is_settled(message: str, rules: Rules) -> bool:
    """Say whether all that the message tells is long past and over ("for ti år siden ... fikk hjelp").

    Whoever says that it has come back, or that nobody was ever told, is not over it.
    """
    past = found_in(rules.past, message) and found_in(rules.over, message)
    return past and not found_in(rules.back, message)


def is_now(message: str, rules: Rules) -> bool:
    """Say whether the message tells that it happens at this moment."""
    return found_in(rules.now, message)
