"""Unlike: in what two runs differ beside their figures, so that no difference is taken for the code's."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from pydantic import BaseModel, ConfigDict

from edge.bench.till.results import Report

_NOT_MACHINE = {"load", "reason", "gallery", "runtime", "model", "memory"}
"""The load is of the moment, the reason tells times of its own; of model and gallery the content is compared,
wherever they lie; the system's memory is told to the MB."""
_NOT_RUN = {"torch", "onnx", "onnxslim", "onnxscript"}
"""Libraries that make models and do not run them."""
_SHOWN = 12  # characters of a hash


class Difference(BaseModel):
    """One thing that is not the same in both."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    what: str
    a: str
    b: str


def differences(a: Report, b: Report) -> tuple[Difference, ...]:
    """What differs: version, machine, model, gallery, settings, the device's mode."""
    old, new = _told(a), _told(b)
    return tuple(
        Difference(what=what, a=old.get(what, "none"), b=new.get(what, "none"))
        for what in dict.fromkeys([*old, *new])
        if old.get(what) != new.get(what)
    )


def _told(report: Report) -> dict[str, str]:
    machine = report.machine.model_dump(exclude=_NOT_MACHINE | {"model_hash"})
    machine["gallery_state"] = report.machine.gallery_state[:_SHOWN]
    runtime = report.machine.runtime.model_dump(exclude={"libraries"})
    device: Mapping[str, Any] = (
        report.device.model_dump(include={"board", "jetpack", "l4t", "power_mode", "driver", "sensor"})
        if report.device
        else {}
    )
    runs = {name: one for name, one in report.machine.runtime.libraries.items() if name not in _NOT_RUN}
    given = {
        "version": report.version, **runtime, **runs, **machine, **device,
        "memory": f"{report.machine.memory:,.0f} MB",
        "model": f"{report.machine.model_hash[:_SHOWN]} {Path(report.machine.model).name}",
        **{f"asked {name}": value for name, value in report.settings.model_dump().items()},
        **_source(report),
    }  # fmt: skip
    return {name.replace("_", " "): _words(value) for name, value in given.items()}


def _source(report: Report) -> Mapping[str, str]:
    """A video by its content, wherever it lies."""
    if report.video is None:
        return {}
    film = report.video
    length = "unknown length" if film.frames is None else f"{film.frames:,} frames"
    return {"asked source": f"a video of {length} at {film.fps:g} frames/s, {film.hash[:_SHOWN]}"}


def _words(value: object) -> str:
    return ", ".join(map(str, value)) if isinstance(value, (tuple, list)) else str(value)
