"""The components of the model run as stock Rasa runs them, in an order that is found once."""

from __future__ import annotations

import inspect
from pathlib import Path
from typing import Any, Callable, Dict, List, Text, Type

import pytest
from rasa.engine.exceptions import GraphComponentException, GraphRunError
from rasa.engine.graph import ExecutionContext, GraphComponent, GraphSchema, SchemaNode
from rasa.engine.runner.dask import DaskGraphRunner
from rasa.engine.storage.local_model_storage import LocalModelStorage
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage

from adapters import graph_order

Run = Callable[..., Dict[Text, Any]]


class Component(GraphComponent):
    """Something that runs."""

    @classmethod
    def create(
        cls,
        config: Dict[Text, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> Component:
        return cls()


class Twice(Component):
    def run(self, number: int) -> int:
        return 2 * number


class Less(Component):
    def run(self, first: int, second: int) -> int:
        return first - second


class Broken(Component):
    def run(self) -> int:
        raise ValueError


def node(uses: Type[Component], **needs: Text) -> SchemaNode:
    return SchemaNode(needs=needs, uses=uses, constructor_name="create", fn="run", config={}, eager=True)


def runner(folder: Path, nodes: Dict[Text, SchemaNode]) -> DaskGraphRunner:
    schema = GraphSchema(nodes)
    return DaskGraphRunner.create(schema, LocalModelStorage.create(folder), ExecutionContext(schema))


@pytest.fixture
def numbers(tmp_path: Path) -> DaskGraphRunner:
    nodes = {
        "difference": node(Less, second="twice", first="again"),
        "again": node(Twice, number="twice"),
        "twice": node(Twice, number="given"),
        "other": node(Broken),
    }
    return runner(tmp_path, nodes)


@pytest.fixture(params=[graph_order.stock, graph_order.run], ids=["stock", "ours"])
def run(request: pytest.FixtureRequest) -> Run:
    return request.param


@pytest.mark.parametrize(
    ("targets", "expected"),
    [
        (["difference"], {"difference": 6}),
        (["twice"], {"twice": 6}),
        (["again", "difference"], {"again": 12, "difference": 6}),
    ],
)
def test_each_target_gets_what_it_needs(
    run: Run, numbers: DaskGraphRunner, targets: List[Text], expected: Dict[Text, int]
) -> None:
    assert run(numbers, {"given": 3}, targets) == expected


def test_what_is_missing_is_said(run: Run, numbers: DaskGraphRunner) -> None:
    with pytest.raises(GraphRunError, match="Missing input to run node 'twice'"):
        run(numbers, {}, ["difference"])


def test_an_input_that_reads_like_a_component_is_refused(run: Run, numbers: DaskGraphRunner) -> None:
    with pytest.raises(GraphRunError, match="clashes with a node name"):
        run(numbers, {"given": "twice"}, ["difference"])


def test_a_component_that_fails_is_said_to(run: Run, numbers: DaskGraphRunner) -> None:
    with pytest.raises(GraphComponentException, match="node other"):
        run(numbers, {}, ["other"])


def test_the_order_is_found_once_for_what_is_wanted(numbers: DaskGraphRunner) -> None:
    for number in range(3):
        graph_order.run(numbers, {"given": number}, ["difference"])
    graph_order.run(numbers, {"given": 1}, ["twice"])
    assert [[name for name, _ in order] for order in numbers._orders.values()] == [
        ["twice", "again", "difference"],
        ["twice"],
    ]


def test_stock_rasa_still_has_dask_sort_them_every_time() -> None:
    # Where this fails, look whether Rasa runs them without a scheduler now: then the adapter can go.
    assert "dask.get(" in inspect.getsource(graph_order.stock)
