"""Run: part after part, kept after each, and told of what ended it."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from types import SimpleNamespace
from typing import Any

import pytest
from bench.till.reports import machine, report

from edge.bench.till import run
from edge.bench.till.amiss import Warned
from edge.bench.till.asked import PARTS, Asked
from edge.bench.till.parts import PART
from edge.bench.till.results import Film, Report
from edge.bench.till.run import Bench
from gallery.errors import DeviceError

CPU = "onnxruntime 1.32.0 CPUExecutionProvider, 2 threads"


@pytest.fixture
def stand(monkeypatch: pytest.MonkeyPatch) -> SimpleNamespace:
    """What parts share: of them this test needs the provider's name alone."""
    there = SimpleNamespace(
        embedder=SimpleNamespace(provider=CPU), machine=lambda load: machine(), hot=(), film=None
    )

    @contextmanager
    def opened(asked: Asked, tell: object) -> Iterator[SimpleNamespace]:
        yield there

    there.recogniser = SimpleNamespace(index=None)
    monkeypatch.setattr(run, "bare_words", lambda embedder: "the runtime's own call")
    monkeypatch.setattr(run, "search_words", lambda index: "the index's own call")
    monkeypatch.setattr(run, "opened", opened)
    monkeypatch.setattr(
        run, "watching", lambda light: nullcontext(SimpleNamespace(warnings=lambda: there.hot))
    )
    monkeypatch.setattr(run.os, "getloadavg", lambda: (0.0, 0.0, 0.0))
    return there


def parts(monkeypatch: pytest.MonkeyPatch, **given: Any) -> None:
    for name, part in given.items():
        monkeypatch.setitem(PART, name, part)


def live(stand: Any, keep: Any, warn: Any) -> None:
    keep(live=report().live)
    warn([Warned("7 frames were dropped"), Warned("7 frames were dropped")])


def batch(stand: Any, keep: Any, warn: Any) -> None:
    keep(batches=report().batches)


def bench(asked: Asked) -> tuple[Bench, list[Report]]:
    kept: list[Report] = []
    return Bench(asked, lambda words, done, of: None, kept.append), kept


def test_every_part_can_be_measured() -> None:
    assert tuple(PART) == PARTS


def test_parts_are_kept_one_after_the_other(stand: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    parts(monkeypatch, live=live, batch=batch)
    ours, kept = bench(Asked(parts=("live", "batch")))
    ours.run()
    assert [(one.live is not None, bool(one.batches)) for one in kept] == [
        (True, False), (True, True), (True, True),
    ]  # fmt: skip
    assert ours.report == kept[-1]
    assert kept[-1].warnings == ("7 frames were dropped",)
    assert kept[-1].settings.parts == ("live", "batch")
    assert (kept[-1].bare_inference, kept[-1].bare_search) == (
        "the runtime's own call",
        "the index's own call",
    )
    assert not ours.failed
    assert Report.model_validate(json.loads(kept[-1].model_dump_json())) == kept[-1]


@pytest.mark.parametrize("error", [KeyboardInterrupt, DeviceError("no camera", "plug it in")])
def test_what_was_measured_before_the_end_is_kept(
    stand: Any, monkeypatch: pytest.MonkeyPatch, error: BaseException
) -> None:
    def broken(stand: Any, keep: Any, warn: Any) -> None:
        keep(batches=report().batches[:1])
        raise error

    parts(monkeypatch, live=live, batch=broken)
    ours, kept = bench(Asked(parts=("live", "batch", "start")))
    with pytest.raises((KeyboardInterrupt, DeviceError)):
        ours.run()
    assert kept[-1].live is not None
    assert len(kept[-1].batches) == 1
    assert kept[-1].warnings[-1].endswith("only partly measured: batch, start")
    assert ours.failed


def test_the_video_that_was_given_is_kept(stand: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    parts(monkeypatch, batch=batch)
    stand.film = Film(frames=3, fps=15, hash="ab")
    ours, kept = bench(Asked(parts=("batch",)))
    ours.run()
    assert kept[-1].video == stand.film


def test_another_provider_fails_the_run(stand: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    parts(monkeypatch, batch=batch)
    ours, kept = bench(Asked(backend="tensorrt", parts=("batch",)))
    ours.run()
    assert ours.failed
    assert kept[-1].warnings == (f"--backend tensorrt was asked for, and {CPU} ran",)


def test_a_provider_that_changes_meanwhile_fails_the_run(stand: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    def changing(there: Any, keep: Any, warn: Any) -> None:
        there.embedder.provider = "TensorRT 10.9"
        batch(there, keep, warn)

    parts(monkeypatch, batch=changing)
    ours, kept = bench(Asked(parts=("batch",)))
    ours.run()
    assert ours.failed
    assert "at the start and TensorRT 10.9 at the end" in kept[-1].warnings[0]


def test_a_throttled_clock_fails_the_run(stand: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    parts(monkeypatch, batch=batch)
    stand.hot = ("throttled: the CPU was held at 800 MHz",)
    ours, kept = bench(Asked(parts=("batch",)))
    ours.run()
    assert ours.failed
    assert kept[-1].warnings == stand.hot


def test_no_report_before_the_model_is_there(monkeypatch: pytest.MonkeyPatch) -> None:
    @contextmanager
    def opened(asked: Asked, tell: object) -> Iterator[None]:
        raise DeviceError("no such backend", "install it")
        yield

    monkeypatch.setattr(run, "opened", opened)
    ours, kept = bench(Asked())
    with pytest.raises(DeviceError):
        ours.run()
    assert ours.report is None
    assert kept == []
