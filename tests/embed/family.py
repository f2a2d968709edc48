"""A tiny model with forms in lower precision beside it, certified, and trials with times of one's choice."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from certificate.sets import SOURCE, certified, check_set
from embed.tiny import build, tiny_card, write

from edge import embed
from edge.certificate.certificate import check_path, write_certificate
from edge.certificate.certify import certify, embed_all
from edge.certificate.check_file import write_check_set
from edge.embed import choice, trial_process, tryout
from edge.embed.timed import Calls

LENGTHS = {"int8": 1.00002, "fp16": 1.00001}
"""The same network but for a last factor, so that the files' contents differ."""


def form(
    model: Path, precision: str, name: str | None = None, *, seed: int = 0, length: float | None = None
) -> Path:
    """Write a form of a model beside it, with its certificate and check set."""
    space = embed.load(model, "cpu", 1).card.space
    path = model.with_name(name or f"tiny-{precision}.onnx")
    write(path, build(length=length or LENGTHS[precision]), tiny_card(precision=precision, source_hash=space))
    embedder, check = embed.load(path, "cpu", 1), check_set(seed=seed)
    check = check.with_reference(embed_all(embedder, check.crops), "itself")
    write_certificate(path, certify(path, embedder, check, source=SOURCE))
    write_check_set(check_path(path), check)
    return path


@pytest.fixture
def model(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A certified tiny FP32 model; trials are on, OpenVINO is not here, the cache is this test's own."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    monkeypatch.delenv(choice.SWITCH)
    monkeypatch.setattr("edge.embed.candidate.importlib.util.find_spec", lambda name: None)
    return certified(tmp_path)[0]


class Times:
    """In place of a trial's process and clock: INT8 is `gains` times as fast as FP32. Counts the trials."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch, gains: float) -> None:
        self.gains, self.trials = gains, 0
        monkeypatch.setattr(trial_process, "try_apart", tryout.try_all)
        monkeypatch.setattr(tryout, "times", self)

    def __call__(
        self, embedders: list[embed.Embedder], crops: np.ndarray, clock: object, calls: object = None
    ) -> list[Calls]:
        self.trials += calls is None
        gains = [1 if each.card.precision == "fp32" else self.gains for each in embedders]
        return [Calls([10 / each], [80 / each]) for each in gains]
