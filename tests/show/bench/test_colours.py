from __future__ import annotations

import itertools

import pytest

from edge.show.bench.colours import LINES, ORDER, STAGES, colour, sheet
from edge.timing import STAGES as TIMED


def test_every_stage_has_a_colour_of_its_own() -> None:
    assert {stage.value for stage in TIMED} | {"grab"} <= set(STAGES)
    for side in (0, 1):
        assert len({pair[side] for pair in STAGES.values()}) == len(STAGES)
    assert colour("embed") == "var(--embed)"
    assert colour("a new stage") == "var(--other)"


@pytest.mark.parametrize(("side", "paper"), [(0, "#f6f7f9"), (1, "#1c2024")])
def test_lines_stand_out_from_the_paper_and_from_one_another(side: int, paper: str) -> None:
    shades = [LINES[name][side] for name in ORDER[:5]]
    assert min(_apart(shade, paper) for shade in shades) > 90
    assert min(_apart(one, other) for one, other in itertools.combinations(shades, 2)) > 60


def _apart(one: str, other: str) -> float:
    pairs = [(int(one[at : at + 2], 16), int(other[at : at + 2], 16)) for at in (1, 3, 5)]
    return float(sum((a - b) ** 2 for a, b in pairs) ** 0.5)


def test_the_sheet_names_them_all() -> None:
    assert sheet(dark=False).count("--") == len(STAGES) + len(LINES)
    assert f"--embed:{STAGES['embed'][1]};" in sheet(dark=True)
