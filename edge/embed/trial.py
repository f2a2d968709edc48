"""Trial: all that could run the model here, timed in turns on the same pictures, and their answers compared.

A lower precision changes up to one decision in a hundred (INT8) or in a thousand (FP16), so that it must
gain clearly: `CLEARLY` in the geometric mean of one crop and of eight, and lose with neither. Another runtime
of the same FP32 changes no decision, but OpenVINO starts a second later and takes more memory, and beside
busy programs the two trade places; it must gain `MUCH`. What answers otherwise than its certificate allows is
never chosen, however fast: a processor without the right instructions adds 8-bit products in 16 bits and cuts
off what does not fit.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence

import numpy as np
from numpy.typing import NDArray
from pydantic import BaseModel, ConfigDict, Field

from edge.card import Precision
from edge.certificate.agreement import cosines
from edge.embed.candidate import title
from edge.embed.embedder import Embedder

CLEARLY = 1.15
"""How many times as fast as the FP32 that is taken a lower precision must be."""
MUCH = 1.25
"""How many times as fast as the preferred backend another one must be in FP32."""
BUDGET = 1.2
"""Seconds of rounds; one that began is ended, and `LEAST_ROUNDS` are made however slow the device."""
LEAST_ROUNDS, MOST_ROUNDS = 3, 40
_ONES = 3
"""Calls with one crop a round, beside one call with all of them."""

Clock = Callable[[], float]


class Measured(BaseModel):
    """What a trial found of one candidate."""

    model_config = ConfigDict(extra="forbid", frozen=True, allow_inf_nan=False)

    backend: str = Field(pattern="^(cuda|cpu|openvino)$")
    precision: Precision
    content_hash: str = Field(pattern="^[0-9a-f]{64}$", description="of the file, as its card has it")
    file: str = Field(description="its name")
    one_ms: float = Field(gt=0, description="median milliseconds of a call with one crop")
    eight_ms: float = Field(gt=0, description="the same with eight")
    cosine: float = Field(ge=-1, le=1, description="least cosine to the FP32 model on the CPU, here")
    least_cosine: float = Field(description="with which it may still run")

    @property
    def title(self) -> str:
        """For people, for example `INT8 on the CPU`."""
        return title(self.precision, self.backend)

    @property
    def agrees(self) -> bool:
        """Whether it answers as its certificate allows."""
        return self.cosine >= self.least_cosine


def gain(one: Measured, base: Measured) -> float:
    """How many times as fast one is as the other: geometric mean of one crop and of eight."""
    return float(np.sqrt((base.one_ms / one.one_ms) * (base.eight_ms / one.eight_ms)))


def taken(found: Sequence[Measured]) -> Measured:
    """The one to run, by what was measured alone. See the top of this file.

    Args:
        found: in order of preference; one of them is the FP32 model on the CPU, which always agrees.
    """
    fit = [each for each in found if each.agrees]
    whole = [each for each in fit if each.precision == "fp32"]
    base = whole[0]
    for other in whole[1:]:
        if _gains(other, whole[0], MUCH) and gain(other, base) > 1:
            base = other
    best = base
    for other in fit:
        if other.precision != "fp32" and _gains(other, base, CLEARLY) and gain(other, best) > 1:
            best = other
    return best


def against(found: Sequence[Measured]) -> Measured:
    """What the one that is taken is compared with, for people: the FP32 that would run without it."""
    return taken([each for each in found if each.precision == "fp32"])


def _gains(one: Measured, base: Measured, bar: float) -> bool:
    never_slower = one.one_ms <= base.one_ms and one.eight_ms <= base.eight_ms
    return never_slower and gain(one, base) >= bar


def times(
    embedders: Sequence[Embedder], crops: NDArray[np.uint8], clock: Clock = time.perf_counter
) -> list[tuple[float, float]]:
    """Median milliseconds of one crop and of all, of each embedder, called in turns.

    Every other round goes the other way round, so that none is always behind the same one.

    Args:
        embedders: loaded, and run before with as many crops.
        crops: uint8 `[N, H, W, 3]`, BGR.
        clock: seconds.
    """
    ones: list[list[float]] = [[] for _ in embedders]
    alls: list[list[float]] = [[] for _ in embedders]
    turns, began = range(len(embedders)), clock()
    for number in range(MOST_ROUNDS):
        if number >= LEAST_ROUNDS and clock() - began >= BUDGET:
            break
        for turn in turns[:: -1 if number % 2 else 1]:
            ones[turn] += [_milliseconds(embedders[turn], crops[:1], clock) for _ in range(_ONES)]
            alls[turn].append(_milliseconds(embedders[turn], crops, clock))
    return [(float(np.median(one)), float(np.median(eight))) for one, eight in zip(ones, alls, strict=True)]


def _milliseconds(embedder: Embedder, crops: NDArray[np.uint8], clock: Clock) -> float:
    started = clock()
    embedder.embed(crops)
    return max((clock() - started) * 1e3, 1e-6)


def least_cosine(one: NDArray[np.float32], other: NDArray[np.float32]) -> float:
    """The least cosine between the rows of two `[N, D]`; -1 where one is not finite."""
    if not (np.isfinite(one).all() and np.isfinite(other).all()):
        return -1.0
    return float(cosines(one, other).min())
