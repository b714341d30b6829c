"""The report's pictures, as SVG text."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

import matplotlib as mpl
import numpy as np
from matplotlib.figure import Figure as Canvas
from sklearn.calibration import calibration_curve
from sklearn.metrics import ConfusionMatrixDisplay, confusion_matrix

from endorinn.evaluation.figures import BINS, QUESTION_TYPE, confidences
from endorinn.training import VARIETIES

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from endorinn.evaluation.asked import Asked
    from endorinn.evaluation.figures import Figure

COLOURS = {"worked": "#8aa1ad", "fresh": "#1f6f54"}


def confusion_plot(messages: Sequence[Asked]) -> str:
    """Question types: rows are what was meant, columns what was understood."""
    meant = [one.question["question_type"] for one in messages]
    understood = [one.answer["question_type"] for one in messages]
    labels = sorted({*meant, *understood})
    canvas = Canvas(figsize=(8, 7.2), layout="constrained")
    axes = canvas.subplots()
    matrix = confusion_matrix(meant, understood, labels=labels)
    ConfusionMatrixDisplay(matrix, display_labels=labels).plot(
        ax=axes, cmap="Greens", colorbar=False, xticks_rotation="vertical"
    )
    axes.set(xlabel="understood", ylabel="meant")
    return _svg(canvas)


def calibration_plot(collections: Mapping[str, Sequence[Asked]]) -> str:
    """Needs: how often each was right, against how sure the assistant was."""
    canvas = Canvas(figsize=(5, 4), layout="constrained")
    axes = canvas.subplots()
    axes.plot([0, 1], [0, 1], color="#999", linestyle=":", label="as sure as right")
    for name, messages in collections.items():
        sure, right = confidences(messages)
        if len(sure):
            shares, middles = calibration_curve(right, sure, n_bins=BINS)
            axes.plot(middles, shares, marker="o", color=COLOURS[name], label=name)
    axes.set(xlabel="confidence of a need", ylabel="share that was right", xlim=(0, 1), ylim=(0, 1.02))
    axes.legend(loc="lower right")
    return _svg(canvas)


def variety_plot(figures: Sequence[Figure]) -> str:
    """Question types understood, by written form and collection."""
    canvas = Canvas(figsize=(6, 3.4), layout="constrained")
    axes = canvas.subplots()
    places = np.arange(len(VARIETIES))
    for shift, collection in ((-0.2, "worked"), (0.2, "fresh")):
        shares = {
            figure.group: figure.value
            for figure in figures
            if figure.name == QUESTION_TYPE and figure.collection == collection
        }
        heights = [shares.get(variety, 0.0) for variety in VARIETIES.values()]
        bars = axes.bar(places + shift, heights, width=0.38, color=COLOURS[collection], label=collection)
        axes.bar_label(bars, fmt=lambda value: f"{value:.0%}" if value else "")
    axes.set_xticks(places, list(VARIETIES.values()))
    axes.set(ylabel="question type right", ylim=(0, 1.12))
    axes.legend(loc="lower right")
    return _svg(canvas)


def _svg(canvas: Canvas) -> str:
    text = io.StringIO()
    # Text stays text: readable by a screen reader, and found by a search in the page.
    with mpl.rc_context({"svg.fonttype": "none", "svg.hashsalt": "endorinn"}):
        canvas.savefig(text, format="svg", metadata={"Date": None})
    drawn = text.getvalue()
    return drawn[drawn.index("<svg") :]
