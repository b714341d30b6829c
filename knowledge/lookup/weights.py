"""What weighs how much where hits are ranked, set by hand on sentences that may be looked at (`tests/eval/worked`)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from knowledge.answering.urgency import GUARDED

if TYPE_CHECKING:
    from collections.abc import Mapping

# How much the kind of a hit weighs, where the sentence surely asks a question of the type.
KINDS: Mapping[str, Mapping[str, float]] = {
    "finn-hjelp": {"service": 1.9, "duty": 0.3, "process": 0.2},
    "kontakt": {"service": 2.4},
    "terskel": {"threshold": 1.7, "service": 0.4, "right": 0.4, "duty": 0.4},
    "ansvar": {"responsibility": 1.8, "service": 0.9, "duty": 0.4, "plan": 0.8},
    "niva": {"level": 1.4, "threshold": 0.7, "measure": 0.4, "responsibility": 0.9, "duty": 0.3, "process": 0.3},
    "plikt": {"duty": 2.0, "right": 0.5, "threshold": 0.4, "process": 0.4},
    "prosess": {"process": 1.8, "duty": 1.0, "threshold": 0.4, "arena": 0.2, "right": 0.3},
    "moteplass": {"arena": 2.0, "process": 0.8, "plan": 0.3},
    "rettighet": {"right": 1.4, "duty": 0.8, "threshold": 0.6},
    "pris": {"right": 0.8, "measure": 0.8, "service": 0.6},
    "definisjon": {"definition": 2.2, "level": 0.6, "arena": 0.4},
    "om-planen": {"plan": 1.4, "measure": 0.6, "figure": 0.8, "arena": 0.3, "duty": 0.4},
}
# How much that weighs beside everything else.
KIND = 1.2
# What a named service and a need weigh of a record that is about them (half, where others come first), and each
# word of a keyword that is said.
WORDS, SERVICE, MOST_SERVICES, NEED, SAID, LONGEST = 1.0, 0.7, 1.4, 0.8, 0.5, 3
# A named service, where it is what is asked for, and where something is asked of it; one that is where the child is
# every day is named in almost every sentence.
NAMED, NAMED_IN_PASSING, EVERYDAY_NAMED = 3.2, 1.1, 0.8
ASKS_FOR_A_SERVICE = ("kontakt", "finn-hjelp", "ansvar", "pris")
# Who answers when the named ones have closed.
ON_DUTY, CLOSED = 3.5, 0.6
# The first service of a need's route, and how much less each one after it weighs.
# What is left of it where no service is asked for.
ROUTE, LATER, LEAST_ROUTE = 2.8, 0.35, 0.4
# What the words weigh of a service's own texts: its names are heard already.
SERVICE_WORDS = 0.35
# A term that stands in the sentence, where a meaning is asked for or little else is said.
TERM = 1.6
TYPED, TYPED_SERVICE, NOTHING_ELSE = 2.5, 5.0, 8.0
# An employee who has reason to believe that a child is harmed is told of the duty to report before anything else; where
# something else presses more, or only a fact is asked for, it is among the first.
REPORT_FIRST, REPORT_BESIDE = 6.0, 2.5
HARM = frozenset({"vold-overgrep", "barn-i-fare"})
HARMED = GUARDED
STORIES = ("finn-hjelp", "plikt", "prosess", "terskel")
CELL, ONE_CELL, ONE_LEVEL = 0.6, 4.5, 3.6
UNDER_WAY = 2.0
# What employees are known to type when they look for a record, as far as the sentence is like it.
ASKED = 0.8
# A record whose name says nearly the same as the sentence.
TITLE = 1.2
OWN, OWN_STEPS = 0.3, 1.3
# What is written to others than employees.
TO_OTHERS = 0.55
# Kinds that an employee seldom means first: what the plan says otherwise, what is told to families, what is not known.
SECOND = {"plan": 0.75, "right": 0.85, "measure": 0.9, "figure": 0.5, "factor": 0.5, "gap": 0.5}
# Less than this is no hit, and less than this share of the best one is not worth the reader's time.
LEAST, SHARE, MOST = 0.9, 0.25, 20
# More likely than not.
LIKELY = 0.5
# So few words are still being typed.
FEW, SHORTEST, SHORT = 3, 3, 5
