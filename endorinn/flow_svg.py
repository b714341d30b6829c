"""A flow as SVG, by Graphviz (docs/adr/0008): its Python library writes the graph, its program `dot` lays it out."""

from __future__ import annotations

import shutil
from textwrap import wrap
from typing import TYPE_CHECKING

import graphviz

from endorinn.flow_drawing import node, told, ways
from foundation.errors import OperatorError

if TYPE_CHECKING:
    from knowledge.flows import Flow
    from knowledge.query import Language

NO_DOT = "Graphviz is not installed, and SVG is drawn by its program dot. Run: apt-get install graphviz"
WIDTH = 28


def svg(flow: Flow, language: Language) -> str:
    """The flow as SVG.

    Raises:
        OperatorError: when Graphviz is not installed.
    """
    if shutil.which("dot") is None:
        raise OperatorError(NO_DOT)
    drawing: str = _graph(flow, language).pipe(format="svg", encoding="utf-8")
    return drawing


def _graph(flow: Flow, language: Language) -> graphviz.Digraph:
    graph: graphviz.Digraph = graphviz.Digraph(flow.id, graph_attr={"label": flow.title.of(language), "labelloc": "t"})
    graph.attr("node", fontname="sans-serif", shape="box", style="rounded")
    graph.attr("edge", fontname="sans-serif", fontsize="11")
    for key, step in flow.steps.items():
        graph.node(node(flow, key), _lines(step.ask.of(language)))
    for key, end in flow.ends.items():
        graph.node(node(flow, key), _lines(told(end)), shape="note", style="")
    for source, target, words in ways(flow, language):
        graph.edge(source, target, _lines(words))
    return graph


def _lines(words: str) -> str:
    lines: str = graphviz.escape("\n".join(wrap(words, WIDTH)))
    return lines
