"""Page: the report as one HTML file that needs nothing beside it."""

from __future__ import annotations

import base64
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import jinja2

from gallery.errors import InputError
from train.measure.figure import MEANINGS
from train.measure.record import Result, Setting, difference, versions
from train.report.pictures import show_confusions
from train.report.sections import Section
from train.report.style import SERIES


def write_page(
    path: Path, setting: Setting, result: Result, against: Sequence[Result], drawn: Sequence[Section]
) -> None:
    """Write the report.

    Args:
        path: the HTML file.
        setting: what was measured on.
        result: the model that the report is about.
        against: those it is compared with.
        drawn: as `train.report.sections.sections` made them.

    Raises:
        InputError: the file cannot be written.
    """
    page = _template().render(
        setting=setting,
        results=[result, *against],
        rows=_figure_rows(setting, result, against),
        sections=drawn,
        classes=result.evaluation.rows,
        confusions=show_confusions(result.evaluation.confusions, setting.photos),
        facts=_facts(setting, result),
        versions=versions(),
        colours=SERIES,
    )
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(page, encoding="utf-8")
    except OSError as error:
        raise InputError(f"report {path}: {error.strerror}", "give another place to write to") from None


def _figure_rows(setting: Setting, result: Result, against: Sequence[Result]) -> list[dict[str, Any]]:
    """One row a figure: what it is, the estimate of each model, the difference to each other."""
    taking_part = len(setting.plan.classes)
    return [
        {
            "meaning": MEANINGS[key],
            "estimates": [one.evaluation.figures[key].estimate for one in (result, *against)],
            "differences": [difference(result, other, key, taking_part) for other in against],
        }
        for key in result.evaluation.figures
    ]


def _facts(setting: Setting, result: Result) -> dict[str, str]:
    photos, plan, model = setting.photos, setting.plan, result.subject
    facts = {
        "model": str(model.path),
        "hash": str(model.facts.get("content_hash", "")),
        "trained on": _joined(model.facts.get("training_data")),
        "made by": str(model.facts.get("recipe", "")),
        "data": ", ".join(map(str, setting.data)),
        "photos": f"{len(photos)} of {len(photos.classes)} classes, {len(plan.classes)} take part",
        "protocol": f"{plan.how}; {setting.protocol.seeds} draws; each photo seen {_VIEWS[setting.view]}",
        "unknown": _unknown(setting),
        "threshold": _threshold(result),
    }
    return {name: value for name, value in facts.items() if value}


_VIEWS = {"whole": "as it is", "hard": "as a till might: any angle, poor light, partly hidden"}


def _unknown(setting: Setting) -> str:
    named = setting.protocol.unknown
    if named:
        return f"{len(named)} classes named with --unknown-classes"
    return "another random half of the classes in each draw"


def _threshold(result: Result) -> str:
    drawn = [part.threshold for part in result.evaluation.pairs]
    if not drawn:
        return ""
    mean = sum(drawn) / len(drawn)
    return f"{mean:.3f}, Otsu's of the training pairs; {min(drawn):.3f} to {max(drawn):.3f} over the draws"


def _joined(value: Any) -> str:
    return ", ".join(map(str, value)) if isinstance(value, list | tuple) else str(value or "")


def _template() -> jinja2.Template:
    environment = jinja2.Environment(
        loader=jinja2.PackageLoader("train.report", "templates"),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters["data_uri"] = lambda b: "data:image/jpeg;base64," + base64.b64encode(b).decode()
    return environment.get_template("evaluation.html.j2")
