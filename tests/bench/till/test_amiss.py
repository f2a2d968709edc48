"""Amiss: what is not as asked is said, and fails the run where it must."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from bench.till.reports import live
from embed.test_trial_words import FP32, record

from edge.bench.till.amiss import (
    Warned,
    of_children,
    of_device,
    of_film,
    of_live,
    of_load,
    of_provider,
    of_sources,
    of_start,
    of_streams,
)
from edge.bench.till.asked import Asked
from edge.bench.till.results import Film, Start, Streams
from edge.bench.till.runs import Runs
from edge.embed.trial_words import why

CPU = "onnxruntime 1.32.0 CPUExecutionProvider, 2 threads"
CUDA = "onnxruntime 1.32.0 CUDAExecutionProvider, 2 threads"
EP = "onnxruntime 1.32.0 TensorrtExecutionProvider, 2 threads"
RT = "TensorRT 10.9 engine, CUDA graphs"
OPENVINO = "openvino 2026.4 CPU in FP32, 2 threads"


@pytest.mark.parametrize(
    ("backend", "provider"),
    [("auto", CPU), ("auto", RT), ("cpu", CPU), ("cuda", CUDA), ("tensorrt", RT), ("tensorrt-ep", EP),
     ("openvino", OPENVINO)],
)  # fmt: skip
def test_the_provider_that_was_asked_for(backend: str, provider: str) -> None:
    assert not list(of_provider(backend, provider, provider))


@pytest.mark.parametrize(
    ("backend", "provider"),
    [("cpu", OPENVINO), ("cuda", CPU), ("tensorrt", CPU), ("tensorrt", EP), ("tensorrt-ep", RT)],
)
def test_another_provider_fails_the_run(backend: str, provider: str) -> None:
    (warned,) = of_provider(backend, provider)
    assert warned.fails
    assert f"--backend {backend}" in warned.words
    assert provider in warned.words


def test_a_provider_that_changed_meanwhile_fails_the_run() -> None:
    (warned,) = of_provider("tensorrt", RT, before=CPU)
    assert warned.fails
    assert warned.words == f"{CPU} ran at the start and {RT} at the end: figures are of both"


def test_a_busy_machine_is_told_of() -> None:
    assert not list(of_load(0.9, 2))
    (warned,) = of_load(1.1, 2)
    assert not warned.fails
    assert "1.1 on 2 cores" in warned.words


def sources(*parts: str, video: str | None = None, gallery: str | None = None) -> list[str]:
    asked = Asked(
        video=Path(video) if video else None, gallery=Path(gallery) if gallery else None, parts=parts
    )
    return [warned.words for warned in of_sources(asked)]


def test_what_the_gallery_cannot_know_is_told_of_the_parts_that_show_it() -> None:
    assert not sources("floor", "live")
    assert not sources("live", "start", video="a.mp4", gallery="a.gallery")
    assert not sources("batch", gallery="a.gallery")
    assert not sources("start", video="a.mp4")
    assert "give --gallery" in sources("live", video="a.mp4")[0]
    (words,) = sources("floor", "live", "batch", gallery="a.gallery")
    assert "shown in floor, live are drawn" in words
    assert "shown in floor are drawn" in sources("floor", "live", video="a.mp4", gallery="a.gallery")[0]


OURS = Runs(CPU, "/m/a.onnx", "why")


def children(runs: Runs, backend: str = "auto") -> list[Warned]:
    return list(of_children("streams", backend, OURS, [runs, runs]))


def test_children_that_run_the_same_with_other_threads() -> None:
    assert not children(replace(OURS, provider=CPU.replace("2 threads", "1 threads")))
    assert not children(OURS, "cpu")


@pytest.mark.parametrize(
    ("runs", "backend", "words"),
    [
        (Runs(OPENVINO, "/m/a.onnx", ""), "auto", "streams: openvino 2026.4 CPU in FP32 with a.onnx ran"),
        (Runs(CPU, "/m/a-int8.onnx", ""), "auto", "with a-int8.onnx ran, and in the other parts"),
        (Runs(CPU, "/m/a.onnx", ""), "tensorrt", "--backend tensorrt was asked for, and onnxruntime"),
    ],
)
def test_a_child_that_ran_something_else_fails_the_run(runs: Runs, backend: str, words: str) -> None:
    (warned,) = children(runs, backend)
    assert warned.fails
    assert words in warned.words


def test_a_trial_that_each_start_makes_anew_is_told_of() -> None:
    assert not children(replace(OURS, reason=why(record(FP32), (), Path("/kept"))))
    (warned,) = children(replace(OURS, reason=why(record(FP32), (), None)))
    assert "could not be remembered" in warned.words


def test_a_part_of_a_video_is_told_of() -> None:
    film = Film(frames=300, fps=15, hash="ab")
    assert not list(of_film("live", film, 20, 15))
    assert not list(of_film("live", None, 1, 15))
    (warned,) = of_film("live", film, 4, 15)
    assert warned.words == "live: the first 60 of the video's 300 frames alone were played"


def test_idle_tills_are_told_of() -> None:
    idle = live(frames=60)
    idle = idle.model_copy(update={"looks": (0,) * 60, "late": 0, "dropped": 0})
    assert "no item was looked at" in next(of_live(idle)).words
    start = Start(views=1, seconds=(1,), peak=1, events=0)
    assert "idle till" in next(of_start(start)).words
    assert not list(of_start(start.model_copy(update={"events": 1})))
    some = Streams(limit=1, fps=1, p99=(1, 2), dropped=(0, 0), held=0, looks=(3, 0))
    assert "no item" in next(of_streams(some)).words
    assert not list(of_streams(some.model_copy(update={"looks": (3, 6)})))


def test_a_camera_slower_than_asked_fails_the_run() -> None:
    part = live(frames=600)
    assert not list(of_live(part.model_copy(update={"late": 0, "dropped": 0})))
    slow = part.model_copy(update={"late": 30, "dropped": 0})
    (warned,) = of_live(slow)
    assert warned.fails
    assert "slower than the" in warned.words
    assert "30 of" in warned.words


def test_drops_and_lost_lines_are_told_of() -> None:
    part = live(frames=600).model_copy(update={"late": 0, "dropped": 7})
    words = [warned.words for warned in of_live(part, lost=2)]
    assert "7 of" in words[0]
    assert words[1].endswith("as what they are: 2")
    assert not any(warned.fails for warned in of_live(part, lost=2))


def test_a_throttled_clock_fails_the_run() -> None:
    throttled, other = of_device(("throttled: the CPU was too hot", "no power is told"))
    assert throttled.fails
    assert not other.fails
