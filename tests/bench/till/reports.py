"""Reports of a bench of the till, made up: every part with figures such as a two-core machine gives."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from edge.bench.device.facts import DeviceFacts
from edge.bench.machine import Machine
from edge.bench.till.results import (
    Batch,
    Crowd,
    Live,
    Report,
    Second,
    Settings,
    Start,
    Stillness,
    Streams,
)
from edge.certificate.runtime import RuntimeFacts

PLAIN = {
    "refresh": 0.02, "localise": 2.4, "track": 0.15, "crop": 0.3, "fuse": 0.05,
    "search": 0.12, "decide": 0.04, "publish": 0.08,
}  # fmt: skip
"""Milliseconds of each stage but `embed`, of one item."""
ITEM = {"crop": 0.3, "fuse": 0.02, "search": 0.02, "track": 0.02}
"""What one item more adds."""
MODEL = {1: 5.2, 5: 21.0, 20: 80.0}
ORDER = ("refresh", "localise", "track", "crop", "embed", "fuse", "search", "decide", "publish")


def machine(**other: Any) -> Machine:
    runtime = RuntimeFacts(
        python="3.11.9", platform="Linux-6.1-x86_64", cpu="AMD EPYC 9V74", cores=2, numpy="2.1.0",
        opencv="4.11.0", libraries={"onnxruntime": "1.20.1"}, provider="CPUExecutionProvider",
    )  # fmt: skip
    given: dict[str, Any] = {
        "runtime": runtime, "flags": ("avx2", "avx512_vnni"), "governor": "performance",
        "clocks": (1500.0, 3700.0), "memory": 7900.0, "load": 0.1, "opencv_threads": 2,
        "model": "grocery-s", "model_hash": "ab" * 32, "precision": "fp32", "reason": "asked for",
        "gallery": "drawn", "gallery_state": "cd" * 16, "views": 1000,
    }  # fmt: skip
    return Machine(**{**given, **other})


def settings(**other: Any) -> Settings:
    given: dict[str, Any] = {
        "backend": "auto", "source": "scene", "size": (1280, 720), "fps": 15.0, "items": 5,
        "duration": 120.0, "seed": 0, "parts": ("floor", "still", "live", "batch", "start", "streams"),
    }  # fmt: skip
    return Settings(**{**given, **other})


def noisy(rng: np.random.Generator, median: float, count: int, spread: float = 0.06) -> NDArray[np.float64]:
    """Times about a median, with a tail to the right as a shared machine gives."""
    body = median * np.exp(rng.normal(0, spread, count))
    return np.asarray(np.where(rng.random(count) < 0.02, body * rng.uniform(1.3, 2.5, count), body))


def crowd(items: int, count: int = 200, seed: int = 0, times: float = 1.0) -> Crowd:
    """So many items; `times` slows the till but not the floor."""
    rng = np.random.default_rng([seed, items])
    shared = np.exp(rng.normal(0, 0.03, count))
    embed = MODEL.get(items, 4.0 * items)
    usual = {name: PLAIN.get(name, embed * 1.03) + ITEM.get(name, 0) * (items - 1) for name in ORDER}
    stages = {name: noisy(rng, usual[name], count) * shared * times for name in ORDER}
    return Crowd(
        items=items,
        frame=told(np.sum(list(stages.values()), axis=0) + 0.05),
        stages={name: told(values) for name, values in stages.items()},
        inference=told(noisy(rng, embed, count) * shared),
        search=told(noisy(rng, 0.08 + 0.02 * items, count) * shared),
    )


def live(frames: int = 600, seed: int = 0, times: float = 1.0, sensors: bool = False) -> Live:
    """A till on a camera of 15 frames a second."""
    rng = np.random.default_rng([seed, 77])
    looks = np.where(rng.random(frames) < 0.3, rng.integers(1, 6, frames), 0)
    usual = {**PLAIN, "embed": 0.01, "grab": 0.6}
    stages = {name: noisy(rng, usual[name], frames) * times for name in ("grab", *ORDER)}
    stages["embed"] = noisy(rng, 1.0, frames) * np.where(looks > 0, 1.2 + 4.1 * looks, 0.005) * times
    frame = np.sum([values for name, values in stages.items() if name != "grab"], axis=0) + 0.05
    age = frame + stages["grab"] + rng.uniform(4, 7, frames)
    return Live(
        fps=15.0, seconds=frames / 15, frames=frames, delivered=frames + 3, dropped=3, late=2,
        frame=told(frame), looks=tuple(int(look) for look in looks),
        stages={name: told(values) for name, values in stages.items()}, age=told(age),
        jitter=told(np.abs(rng.normal(0, 2.5, frames - 1))), receipt=(0.42, 0.51, 0.47, 0.61, 0.44),
        events=10,         series=series(frames // 15, rng, sensors), waterfall=waterfall(),
    )  # fmt: skip


def series(seconds: int, rng: np.random.Generator, sensors: bool = False) -> tuple[Second, ...]:
    """One second after another, warming up; with a device's sensors where asked for."""
    return tuple(
        Second(
            at=float(at), frames=15, dropped=3 if at == seconds // 2 else 0,
            p50=3.4 + 0.2 * float(rng.random()), p99=24 + 4 * float(rng.random()),
            rss=262 + 3 * (1 - float(np.exp(-at / 10))), cpu=0.22 + 0.03 * float(rng.random()),
            clock=3600 - 80 * float(rng.random()),
            device={
                "gpu load %": 40 + 8 * float(rng.random()), "gpu clock MHz": 918.0,
                "power W": 11.2 + 0.6 * float(rng.random()),
                "cpu temperature °C": 62 - 14 * float(np.exp(-at / 60)),
                "gpu temperature °C": 60 - 15 * float(np.exp(-at / 60)),
            } if sensors else {},
        )
        for at in range(seconds)
    )  # fmt: skip


def waterfall() -> tuple[tuple[str, float, float], ...]:
    """One slow frame: the camera's way, then the stages one after the other."""
    lengths = {"camera": 4.8, "grab": 0.6, **PLAIN, "embed": 21.4}
    at, parts = 0.0, []
    for name in ("camera", "grab", *ORDER):
        parts.append((name, at, at + lengths[name]))
        at += lengths[name]
    return tuple(parts)


def device() -> DeviceFacts:
    return DeviceFacts(
        board="NVIDIA Jetson Orin Nano Developer Kit", jetpack="6.2", l4t="36.4.3", power_mode="25W",
        sensor="tegrastats", samples=120, gpu_load=0.44, gpu_clock=918.0, temperature=62.0, power=11.5,
        power_of="VDD_IN", idle_power=5.1, energy_per_look=0.21, energy_per_item=1.4, throttled=(),
    )  # fmt: skip


def report(count: int = 200, seed: int = 0, times: float = 1.0, frames: int = 600, **other: Any) -> Report:
    """All parts. `times` slows the till against its floor.

    Args:
        count: frames of each crowd.
        seed: of the noise.
        times: all of the till's own stages take so many times as long.
        frames: of the live part.
        other: parts in place of those made up; `live=None` leaves one out.
    """
    rng = np.random.default_rng([seed, 5])
    given: dict[str, Any] = {
        "made": "2026-11-26T06:00:00Z", "version": "0.1.0", "machine": machine(), "settings": settings(),
        "crowds": tuple(crowd(items, count, seed, times) for items in (1, 5, 20)),
        "stillness": Stillness(
            items=20, still=told(noisy(rng, 3.4, 150)), moving=told(noisy(rng, 88, 150)),
            still_cpu=0.12, moving_cpu=1.31, still_looks=60, moving_looks=3000,
        ),
        "live": live(frames, seed, times),
        "batches": tuple(
            Batch(size=size, milliseconds=told(noisy(rng, 1.2 + 3.95 * size, 12)))
            for size in (1, 2, 4, 8, 16, 32)
        ),
        "start": Start(
            views=10_000, seconds=told(noisy(rng, 1.21, 5, 0.02)), peak=271.0,
            parts={"imports": 0.62, "model": 0.31, "gallery": 0.17, "first frame": 0.11},
        ),
        "streams": Streams(limit=100, fps=15, p99=(31, 48, 83, 140), dropped=(0, 0, 0.002, 0.05), held=3),
    }  # fmt: skip
    return Report(**{**given, **other})


def told(values: NDArray[np.float64]) -> tuple[float, ...]:
    return tuple(round(float(value), 5) for value in values)
