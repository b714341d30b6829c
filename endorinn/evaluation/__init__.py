"""Measures understanding and answers on the project's own test questions, through the whole path.

`tests/eval/README.md` says what the collections are. The errors of `fresh` are never printed: who has seen
them tunes to them.
"""
