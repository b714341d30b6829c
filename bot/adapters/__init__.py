"""What Rasa 3.6.21 does again at every turn and need do only once (docs/performance.md).

Nothing here changes what Rasa answers. Rasa 3.6.21 is the last open release (docs/adr/0001), so these are mended where
they stand instead of in a fork; `bot/tests/adapters` fails where a Rasa of another shape makes one of them needless.
"""

from adapters import action_responses, event_types, graph_order

__all__ = ["apply"]


def apply() -> None:
    """Puts all of them in place. May be called again."""
    action_responses.apply()
    event_types.apply()
    graph_order.apply()
