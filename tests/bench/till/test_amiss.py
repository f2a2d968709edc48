"""Amiss: what is not as asked is said, and fails the run where it must."""

from __future__ import annotations

from pathlib import Path

import pytest
from bench.till.reports import live

from edge.bench.till.amiss import of_device, of_live, of_load, of_provider, of_sources
from edge.bench.till.asked import Asked

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


def test_what_the_gallery_cannot_know() -> None:
    assert not list(of_sources(Asked()))
    assert not list(of_sources(Asked(video=Path("a.mp4"), gallery=Path("a.gallery"))))
    assert "give --gallery" in next(of_sources(Asked(video=Path("a.mp4")))).words
    assert "unknown to the gallery" in next(of_sources(Asked(gallery=Path("a.gallery")))).words


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
