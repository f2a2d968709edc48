"""Choice: all of a model that might run here, and what a trial of it depends on."""

from __future__ import annotations

import os
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from edge.embed.candidate import Candidate, candidates
from edge.embed.device_facts import device_facts
from edge.embed.forms import Form, forms_of, peek
from edge.embed.providers import default_threads
from edge.embed.remembered import record_path
from edge.embed.trial import Measured
from gallery.errors import InputError

SWITCH = "CHECKOUT_EDGE_TRIAL"
"""Environment variable: `off` has `auto` take the FP32 model on the first backend that starts, unmeasured."""
_WAY = "2"
"""Of measuring; what was measured in another way is made again."""


@dataclass(frozen=True, slots=True)
class Choice:
    """What there is to choose from.

    Attributes:
        candidates: the FP32 model and its forms on each backend that is installed.
        refused: forms that may not run, and why, in words.
        depends_on: device, versions and files.
        path: where the trial of these is remembered.
    """

    candidates: tuple[Candidate, ...]
    refused: tuple[str, ...]
    depends_on: dict[str, str]
    path: Path

    @property
    def base(self) -> Candidate:
        """The FP32 model on the CPU, which all others are compared with."""
        return next(each for each in self.candidates if each.is_base)

    def of(self, backend: str, content_hash: str) -> Candidate:
        """The candidate that was measured, or failed, under these names."""
        wanted = backend, content_hash
        return next(each for each in self.candidates if (each.backend, each.form.card.content_hash) == wanted)

    def knows(self, measured: Sequence[Measured]) -> bool:
        """Whether numbers are of these candidates, with the base among them."""
        ours = {(each.backend, each.form.card.content_hash) for each in self.candidates}
        theirs = {(each.backend, each.content_hash) for each in measured if each.agrees}
        return theirs <= ours and (self.base.backend, self.base.form.card.content_hash) in theirs


def look(path: Path, threads: int | None) -> Choice | str:
    """What `auto` may choose from; or, where nothing is measured, what is to be said of it, if anything.

    Args:
        path: an ONNX model.
        threads: CPU threads, or None.

    Raises:
        InputError: the model is missing or has no card.
        DeviceError: no onnxruntime is installed.
    """
    model = Form(path, peek(path))
    if model.card.precision != "fp32":
        return f"the {model.card.precision} file itself was asked for"
    forms, refused = forms_of(path, model.card)
    may = tuple(candidates(model, forms))
    if len(may) == 1:
        return "; ".join(f"passed over: {each}" for each in refused)
    if switched_off():
        return f"what is faster was not measured: {SWITCH} is off"
    depends_on = {"trial": _WAY} | device_facts(threads or default_threads()) | _files(may)
    return Choice(may, tuple(refused), depends_on, record_path(model.card.name, depends_on))


def switched_off() -> bool:
    """Whether the environment says that nothing is to be measured.

    Raises:
        InputError: it says something else.
    """
    said = os.environ.get(SWITCH, "")
    if said.lower() not in ("", "off"):
        raise InputError(f"{SWITCH} is {said!r}", f"set {SWITCH}=off, or leave it unset to have a trial")
    return said != ""


def _files(may: Sequence[Candidate]) -> dict[str, str]:
    """The files and backends to choose from, by their hashes."""
    return {
        f"{each.title}, {each.form.path.name}": each.form.card.content_hash[:16]
        + (each.form.certificate.artifact.sha256[:16] if each.form.certificate else "")
        for each in may
    }
