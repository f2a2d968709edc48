"""Asked: a rate at which the belt shows nothing that lies still is refused before anything is measured."""

from __future__ import annotations

import pytest

from edge.bench.till.asked import ON_THE_BELT, PARTS, Asked
from edge.synth.belt import LEAST_FPS
from gallery.errors import InputError


def test_the_belt_takes_a_rate_and_the_remedy_can_be_followed() -> None:
    Asked(fps=LEAST_FPS).check()
    with pytest.raises(InputError, match=r"4\.5 frames a second: floor and still take 5 or more") as refused:
        Asked(fps=4.5).check()
    others = tuple(refused.value.remedy.rpartition(" ")[2].split(","))
    assert set(others) | set(ON_THE_BELT) == set(PARTS)
    Asked(fps=4.5, parts=others).check()
