"""Record: an evaluation as JSON, for programs and for later."""

from __future__ import annotations

import json
import math
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime, timezone
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any

from gallery.errors import InputError
from train.data import Photos
from train.measure.bootstrap import LEVEL, REPLICATES, Estimate
from train.measure.evaluation import Evaluation
from train.measure.figure import Figure
from train.measure.plan import Plan
from train.measure.protocol import NEIGHBOURS, Protocol
from train.measure.subject import Subject

PACKAGES = ("checkout-edge", "numpy", "scipy", "scikit-learn", "matplotlib", "onnxruntime", "torch", "timm")


@dataclass(frozen=True)
class Result:
    """One model and what came out.

    Attributes:
        subject: the model.
        evaluation: its figures.
    """

    subject: Subject
    evaluation: Evaluation


@dataclass(frozen=True)
class Setting:
    """What all models were measured on.

    Attributes:
        data: the folders.
        photos: read from them.
        protocol, plan: who is enrolled and asked.
        view: "whole" or "hard".
    """

    data: tuple[Path, ...]
    photos: Photos
    protocol: Protocol
    plan: Plan
    view: str


def record(setting: Setting, result: Result, against: Sequence[Result]) -> dict[str, Any]:
    """All figures, intervals, protocol, model, data and versions, ready for `json.dumps`."""
    taking_part = len(setting.plan.classes)
    document = {
        "format": 1,
        "made": datetime.now(timezone.utc).isoformat(timespec="seconds"),
        "versions": versions(),
        "data": _data(setting),
        "protocol": _protocol(setting),
        "notes": list(setting.plan.notes),
        **_result(result),
        "against": [
            {**_result(other), "difference": _differences(result, other, taking_part)} for other in against
        ],
    }
    return dict(_plain(document))


def write_json(document: Mapping[str, Any], path: Path) -> None:
    """Write a record.

    Raises:
        InputError: the file cannot be written.
    """
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(json.dumps(document, indent=1, allow_nan=False) + "\n", encoding="utf-8")
    except OSError as error:
        raise InputError(f"{path}: {error.strerror}", "give another place to write to") from None


def difference(result: Result, other: Result, key: str, taking_part: int) -> Estimate | None:
    """The paired difference of a figure, first less second; None where one lacks it."""
    mine, theirs = result.evaluation.figures.get(key), other.evaluation.figures.get(key)
    return mine.estimate.minus(theirs.estimate, taking_part) if mine and theirs else None


def versions() -> dict[str, str]:
    """Versions of the packages that took part, where installed."""
    found = {}
    for package in PACKAGES:
        try:
            found[package] = version(package)
        except PackageNotFoundError:
            continue
    return found


def _data(setting: Setting) -> dict[str, Any]:
    photos = setting.photos
    return {
        "folders": [str(folder) for folder in setting.data],
        "photos": len(photos),
        "classes": len(photos.classes),
        "splits": {name: photos.splits.count(name) for name in sorted(set(photos.splits))},
    }


def _protocol(setting: Setting) -> dict[str, Any]:
    draws = setting.plan.draws
    return {
        **asdict(setting.protocol),
        "how": setting.plan.how,
        "view": setting.view,
        "neighbours": NEIGHBOURS,
        "classes": len(setting.plan.classes),
        "enrolled": [len(draw.enrolled) for draw in draws],
        "asked": [len(draw.asked) for draw in draws],
        "known_classes": [len(draw.known) for draw in draws],
        "interval": f"{LEVEL:.0%}, expanded percentiles of {REPLICATES} resamples of classes and draws",
    }


def _result(result: Result) -> dict[str, Any]:
    evaluation = result.evaluation
    return {
        "model": {"name": result.subject.name, "path": str(result.subject.path), **result.subject.facts},
        "figures": {key: _figure(figure) for key, figure in evaluation.figures.items()},
        "threshold": {"mean": evaluation.threshold, "draws": [part.threshold for part in evaluation.pairs]},
        "classes": [asdict(row) for row in evaluation.rows],
        "confusions": [asdict(confusion) for confusion in evaluation.confusions],
    }


def _figure(figure: Figure) -> dict[str, Any]:
    meaning = figure.meaning
    about = {"title": meaning.title, "says": meaning.says, "better": meaning.better}
    return {**_estimate(figure.estimate), **about}


def _estimate(estimate: Estimate) -> dict[str, Any]:
    ends = {"value": estimate.value, "low": estimate.low, "high": estimate.high}
    return {**ends, "draws": list(estimate.draws)}


def _differences(result: Result, other: Result, taking_part: int) -> dict[str, Any]:
    apart = {key: difference(result, other, key, taking_part) for key in result.evaluation.figures}
    return {key: _estimate(estimate) for key, estimate in apart.items() if estimate}


def _plain(value: Any) -> Any:
    """The same without what JSON does not know: a float that is no number becomes null."""
    if isinstance(value, Mapping):
        return {str(key): _plain(part) for key, part in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(part) for part in value]
    if isinstance(value, float):
        return float(value) if math.isfinite(value) else None
    return value
