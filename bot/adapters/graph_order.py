"""In which order the components of the model run, found once.

Stock Rasa builds a graph for dask at every message, has it sorted anew, and has it run by a scheduler that is made for
many workers though it has one. The components and what they give each other are the same here.
"""

from __future__ import annotations

from graphlib import TopologicalSorter
from typing import Any, Dict, List, Optional, Sequence, Text, Tuple

from rasa.engine.exceptions import GraphRunError
from rasa.engine.runner.dask import DaskGraphRunner

# Nodes, each with the names of what it is given, in the order of its arguments.
Order = List[Tuple[Text, Tuple[Text, ...]]]
stock = DaskGraphRunner.run


def run(
    runner: DaskGraphRunner, inputs: Optional[Dict[Text, Any]] = None, targets: Optional[List[Text]] = None
) -> Dict[Text, Any]:
    """The output of each target by its name; stands for `DaskGraphRunner.run`.

    Raises:
        GraphRunError: as Rasa raises it.
    """
    wanted = targets or runner._graph_schema.target_names
    order = _order_for(runner, tuple(wanted))
    given = inputs or {}
    names = {name for name, _ in order}
    if any(name in names or (isinstance(value, str) and value in names) for name, value in given.items()):
        return stock(runner, inputs, targets)
    made: Dict[Text, Any] = {name: (name, value) for name, value in given.items()}
    try:
        for name, needs in order:
            # What is not there is named instead: the node says that it is missing.
            made[name] = runner._instantiated_nodes[name](*(made.get(need, need) for need in needs))
    except RuntimeError as error:
        message = "Error running runner."
        raise GraphRunError(message) from error
    return dict(made[target] for target in wanted)


def _order_for(runner: DaskGraphRunner, targets: Sequence[Text]) -> Order:
    orders: Dict[Sequence[Text], Order] = runner.__dict__.setdefault("_orders", {})
    if targets not in orders:
        nodes = runner._graph_schema.minimal_graph_schema(list(targets)).nodes
        sorter = TopologicalSorter({name: nodes[name].needs.values() for name in nodes})
        orders[targets] = [(name, tuple(nodes[name].needs.values())) for name in sorter.static_order() if name in nodes]
    return orders[targets]


def apply() -> None:
    """Runs them so from now on."""
    DaskGraphRunner.run = run
