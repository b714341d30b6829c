"""`reports/evaluation.html`: the figures beside their targets, plots and the worst confusions, in one file."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from endorinn.evaluation.asked import FRESH, WORKED
from endorinn.evaluation.confusions import confusions
from endorinn.evaluation.figures import TARGETS
from endorinn.evaluation.plots import calibration_plot, confusion_plot, variety_plot
from foundation.clock import today

if TYPE_CHECKING:
    from collections.abc import Sequence

    from endorinn.evaluation.asked import Asked
    from endorinn.evaluation.baseline import Fall
    from endorinn.evaluation.figures import Figure

TEMPLATES = Environment(
    loader=FileSystemLoader(Path(__file__).parents[1] / "templates"),
    autoescape=True,
    undefined=StrictUndefined,
    trim_blocks=True,
)


def write_page(path: Path, messages: Sequence[Asked], figures: Sequence[Figure], falls: Sequence[Fall]) -> None:
    """Writes the page; of the fresh questions it shows shares only."""
    by_name = {(one.collection, one.name, one.group): one for one in figures}
    groups = [(one.name, one.group) for one in figures if one.group]
    collections = {name: [one for one in messages if one.collection == name] for name in (WORKED, FRESH)}
    page = TEMPLATES.get_template("evaluation.html").render(
        on=today(),
        collections=(WORKED, FRESH),
        counts={name: len(those) for name, those in collections.items()},
        names=list(dict.fromkeys(one.name for one in figures if not one.group)),
        groups=list(dict.fromkeys(groups)),
        targets=TARGETS,
        figure=lambda collection, name, group="": by_name.get((collection, name, group)),
        falls=falls,
        # Drawn here, not by anybody who writes to the assistant.
        plots={
            "Written forms": Markup(variety_plot(figures)),  # noqa: S704
            "How sure, and how often right": Markup(calibration_plot(collections)),  # noqa: S704
            "Question types of the worked collection": Markup(confusion_plot(collections[WORKED])),  # noqa: S704
        },
        confusions=confusions(messages),
    )
    path.write_text(page, encoding="utf-8")
