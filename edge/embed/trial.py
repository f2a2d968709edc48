"""Trial: what was measured of all that could run the model here, and which of it is taken.

A lower precision changes up to one decision in a hundred (INT8) or in a thousand (FP16), so that it must
gain clearly: `CLEARLY` in the geometric mean of one crop and of eight, and lose with neither. Another runtime
of the same FP32 changes no decision, but OpenVINO starts a second later and takes more memory; it must gain
`MUCH`. What answers otherwise than its certificate allows is never chosen, however fast: a processor without
the right instructions adds 8-bit products in 16 bits and cuts off what does not fit.

What was taken before stays where a new trial has it a little below the bar (`HOLD`), so that two trials near
it do not turn each other's choice.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray
from pydantic import BaseModel, ConfigDict, Field

from edge.card import Precision
from edge.certificate.agreement import cosines
from edge.embed.candidate import title

CLEARLY = 1.15
"""How many times as fast as the FP32 that is taken a lower precision must be."""
MUCH = 1.25
"""How many times as fast as the preferred backend another one must be in FP32."""
HOLD = 1.05
"""What was taken before may fall short of its bar by this factor; so near to a bar a trial goes on, too."""
_ALIKE = 0.98
"""Of the base's speed, what still is not slower: the quickest quarters of one form differ by up to 2 %."""

Name = tuple[str, str]
"""Backend and content hash."""


class Measured(BaseModel):
    """What a trial found of one candidate."""

    model_config = ConfigDict(extra="forbid", frozen=True, allow_inf_nan=False)

    backend: str = Field(pattern="^(cuda|cpu|openvino)$")
    precision: Precision
    content_hash: str = Field(pattern="^[0-9a-f]{64}$", description="of the file, as its card has it")
    file: str = Field(description="its name")
    one_ms: float = Field(gt=0, description="lower quartile of milliseconds of a call with one crop")
    eight_ms: float = Field(gt=0, description="the same with eight")
    spread: float = Field(ge=0, description="how far the median lay above that, as a share, the greater one")
    cosine: float = Field(ge=-1, le=1, description="least cosine to the FP32 model on the CPU, here")
    least_cosine: float = Field(description="with which it may still run")

    @property
    def name(self) -> Name:
        """Backend and content hash."""
        return self.backend, self.content_hash

    @property
    def title(self) -> str:
        """For people, for example `INT8 on the CPU`."""
        return title(self.precision, self.backend)

    @property
    def agrees(self) -> bool:
        """Whether it answers as its certificate allows."""
        return self.cosine >= self.least_cosine

    @property
    def bar(self) -> float:
        """How many times as fast as what it is compared with it must be."""
        return MUCH if self.precision == "fp32" else CLEARLY


def gain(one: Measured, base: Measured) -> float:
    """How many times as fast one is as the other: geometric mean of one crop and of eight."""
    return float(np.sqrt((base.one_ms / one.one_ms) * (base.eight_ms / one.eight_ms)))


def taken(found: Sequence[Measured], before: Name | None = None) -> Measured:
    """The one to run, by what was measured alone. See the top of this file.

    Args:
        found: in order of preference; one of them is the FP32 model on the CPU, which always agrees.
        before: what the trial before this one took.
    """
    fit = [each for each in found if each.agrees]
    whole = [each for each in fit if each.precision == "fp32"]
    base = whole[0]
    for other in whole[1:]:
        if _gains(other, whole[0], before) and gain(other, base) > 1:
            base = other
    best = base
    for other in fit:
        if other.precision != "fp32" and _gains(other, base, before) and gain(other, best) > 1:
            best = other
    return best


def against(found: Sequence[Measured], before: Name | None = None) -> Measured:
    """What the one that is taken is compared with, for people: the FP32 that would run without it."""
    return taken([each for each in found if each.precision == "fp32"], before)


def near(found: Sequence[Measured]) -> bool:
    """Whether a candidate lies so near to its bar that measuring on may turn the choice."""
    base = against(found)
    return any(
        1 / HOLD < gain(each, base) / each.bar < HOLD for each in found if each.agrees and each != base
    )


def _gains(one: Measured, base: Measured, before: Name | None) -> bool:
    never_slower = min(base.one_ms / one.one_ms, base.eight_ms / one.eight_ms) >= _ALIKE
    bar = one.bar / HOLD if one.name == before else one.bar
    return never_slower and gain(one, base) >= bar


def least_cosine(one: NDArray[np.float32], other: NDArray[np.float32]) -> float:
    """The least cosine between the rows of two `[N, D]`; -1 where one is not finite."""
    if not (np.isfinite(one).all() and np.isfinite(other).all()):
        return -1.0
    return float(cosines(one, other).min())
