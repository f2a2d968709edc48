"""Busy: items come and go in it, from its first seconds on, and it ends where it began."""

from __future__ import annotations

from pathlib import Path

from edge.bench.till.asked import Asked
from edge.bench.till.busy import Stretch, draw_busy
from edge.source import open_source
from edge.synth import make_shop
from edge.synth.belt import ARRANGEMENTS, Belt

SHOP = make_shop(5, products=2, strangers=0)


def test_a_video_of_whole_steps_with_items_in_each(tmp_path: Path) -> None:
    path = draw_busy(tmp_path, SHOP, Asked(size=(160, 90), fps=10, items=2))
    belt = Belt(SHOP, 2, (160, 90), 10, 5)
    with open_source(str(path)) as source:
        pictures = [frame.image.astype(float) for frame in source]
        assert (source.size, source.fps) == ((160, 90), 10)
    assert len(pictures) == Stretch(belt).total == ARRANGEMENTS * belt.step
    bare = pictures[belt.bare - 1]
    for step in range(ARRANGEMENTS):
        shown, gone = pictures[step * belt.step + belt.bare + 1], pictures[step * belt.step + 1]
        assert abs(shown - bare).mean() > 2 * abs(gone - bare).mean()
