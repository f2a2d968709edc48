from __future__ import annotations

from pathlib import Path
from xml.etree import ElementTree

import pytest
from risk.shops import stock

from edge.show.risk_drawing import Line, Words
from edge.show.risk_picture import Panel, picture, write_picture
from gallery.errors import InputError
from gallery.risk.calibrate import Basis, calibrate
from gallery.risk.calibration import Calibration
from gallery.risk.evidence import evidence
from gallery.risk.targets import Targets

BASIS = Basis("ab" * 32, "cd" * 32, 1)


@pytest.fixture(scope="module")
def made() -> Calibration:
    return calibrate(evidence(stock(40, 4)), Targets(0.2, 0.2), BASIS)


def test_a_panel_puts_shares_where_they_belong_and_keeps_them_inside() -> None:
    panel = Panel(top=100, foot=300, most=0.5, first=0.2, last=0.6)
    assert panel.spot(0.2, 0.0) == (74, 300)
    assert panel.spot(0.6, 0.25) == (700, 200)
    assert panel.spot(0.4, 0.9)[1] == 100


def test_axes_are_labelled_and_the_chosen_setting_and_the_target_are_marked(made: Calibration) -> None:
    drawing = picture(made)
    words = [part.text for part in drawing.parts if isinstance(part, Words)]
    for wanted in (
        "distance threshold (L2)",
        "accepted rightly",
        "unknown accepted",
        "target 20.00% (dashed)",
    ):
        assert wanted in words
    assert f"chosen: {made.distance:.3f}, margin {made.margin:g}" in words
    dashed = [part for part in drawing.parts if isinstance(part, Line) and part.dashed]
    assert len(dashed) == 2
    assert "target shown" in " ".join(words)


def test_it_stays_inside_its_page(made: Calibration) -> None:
    drawing = picture(made)
    spots = [spot for part in drawing.parts if not isinstance(part, Words) for spot in part.spots]
    assert min(x for x, _ in spots) >= 0 <= min(y for _, y in spots)
    assert max(x for x, _ in spots) <= drawing.width
    assert max(y for _, y in spots) <= drawing.height


def test_it_is_written_whole_or_refused(made: Calibration, tmp_path: Path) -> None:
    write_picture(tmp_path / "risk.svg", made)
    assert ElementTree.parse(tmp_path / "risk.svg").getroot().tag.endswith("svg")
    with pytest.raises(InputError, match="cannot be written"):
        write_picture(tmp_path / "nowhere" / "risk.png", made)


def test_what_was_not_tried_has_no_share_in_the_picture(made: Calibration) -> None:
    none = made.far.model_copy(update={"things": 0})
    drawing = picture(made.model_copy(update={"far": none}))
    words = [part.text for part in drawing.parts if isinstance(part, Words)]
    assert "no unknown item was tried" in words
    assert not any("of unknown accepted" in text for text in words)
