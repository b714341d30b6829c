"""The clauses of a long message: who writes ten lines tells the second and third need in four words.

In a vector of the whole message those four words weigh little, so needs are also read clause by clause.
"""

from __future__ import annotations

from typing import Iterator, List, Sequence

from rasa.nlu.tokenizers.tokenizer import Token

from components.tokenizer import NORM

ENDS = frozenset(".!?;:,")
CONJUNCTIONS = frozenset({"og", "men", "så", "samt", "mens", "fordi"})
# Fewer words say nothing by themselves («og sånn»).
FEWEST_WORDS = 4
AT_ONCE = 2


def clauses(tokens: Sequence[Token]) -> List[List[Token]]:
    """The tokens between punctuation marks and conjunctions, without either."""
    found: List[List[Token]] = [[]]
    for token in tokens:
        if token.get(NORM) in CONJUNCTIONS or set(token.text) <= ENDS:
            found.append([])
        else:
            found[-1].append(token)
    return [clause for clause in found if clause]


def parts_to_read(tokens: Sequence[Token], shortest: int) -> List[List[Token]]:
    """Each clause and each two neighbours, of a message of at least `shortest` tokens that has several."""
    if len(tokens) < shortest:
        return []
    return list(_parts(clauses(tokens)))


def _parts(found: Sequence[List[Token]]) -> Iterator[List[Token]]:
    for length in range(1, min(AT_ONCE, len(found) - 1) + 1):
        for start in range(len(found) - length + 1):
            part = [token for clause in found[start : start + length] for token in clause]
            if len(part) >= FEWEST_WORDS:
                yield part
