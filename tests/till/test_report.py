"""What people look at: the annotated frame and the report."""

from __future__ import annotations

import re
from pathlib import Path

import numpy as np
import pytest
from world import SIDE, World

from edge.basket import Basket
from edge.basket.event import Kind
from edge.frame import Frame
from edge.latency import Latency
from edge.pipeline import Moment
from edge.play import Watcher, play
from edge.show.annotate import COLOURS, annotate, canvas_size
from edge.show.lettering import fitted, font
from edge.show.receipt_panel import receipt_rows
from edge.show.report import Report, histogram
from gallery.errors import InputError

HERE = (40, 60)


class Keeper(Watcher):
    def __init__(self, most: int = 10**9) -> None:
        self.moments: list[Moment] = []
        self.most = most

    def see(self, moment: Moment) -> bool:
        self.moments.append(moment)
        return len(self.moments) < self.most


def frames(world: World, count: int) -> list[Frame]:
    from world import paint

    world.eye.scene.items = {HERE: "red"}
    return [Frame(paint({HERE: "red"}), n, n / 10, 0.0) for n in range(count)]


@pytest.fixture
def world(tmp_path: Path) -> World:
    return World(tmp_path)


def test_an_accepted_item_is_outlined_in_green_and_the_frame_is_left_alone(world: World) -> None:
    keeper = Keeper()
    play(world.till, frames(world, 5), [keeper])
    before = keeper.moments[-1].frame.image.copy()
    drawn = annotate(keeper.moments[-1])
    assert drawn.shape[1::-1] == canvas_size(320, 240)
    assert np.array_equal(keeper.moments[-1].frame.image, before)
    corner = drawn[HERE[1] + SIDE - 1 : HERE[1] + SIDE + 1, HERE[0] + SIDE // 2]
    assert (np.abs(corner.astype(int) - COLOURS[Kind.ADDED]).sum(axis=1) < 60).any()


@pytest.mark.parametrize("size", [(1, 1), (48, 64), (2160, 3840)])
def test_any_frame_size_can_be_annotated(world: World, size: tuple[int, int]) -> None:
    moment = world.till.see(Frame(np.zeros((*size, 3), np.uint8), 0, 0.0, 0.0))
    assert annotate(moment).shape[1::-1] == canvas_size(size[1], size[0])


def test_the_receipt_ends_in_the_total(world: World) -> None:
    world.play(2, {HERE: "red"})
    rows = [(words, amount) for words, amount, _ in receipt_rows(world.ledger.basket)]
    assert rows == [("1 x Red", "1.03 EUR"), ("Total", "1.03 EUR")]
    assert [words for words, _, _ in receipt_rows(Basket())] == ["nothing yet"]


def test_a_long_name_is_cut_to_the_room_there_is() -> None:
    assert fitted("short", 12, 500) == "short"
    cut = fitted("a very long name of a product " * 5, 12, 200)
    assert cut.endswith("…")
    assert font(12).getlength(cut) <= 200


def test_a_watcher_ends_the_run_and_what_is_owed_is_published(world: World) -> None:
    keeper = Keeper(most=2)
    play(world.till, frames(world, 50), [keeper])
    assert len(keeper.moments) == 2
    assert world.story == [("added", "red")]


def test_ctrl_c_publishes_what_is_owed(world: World) -> None:
    def interrupted() -> object:
        yield from frames(world, 2)
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        play(world.till, interrupted(), [])  # type: ignore[arg-type]
    assert world.story == [("added", "red")]


def test_the_report_shows_every_event_and_needs_no_other_file(world: World, tmp_path: Path) -> None:
    report = Report("A run <of> the till", {"runs on": "a & b"})
    play(world.till, frames(world, 8), [report])
    path = tmp_path / "report.html"
    report.write(path, world.ledger.basket, world.till.latency, {"red": 1, "blue": 2}, 1)
    page = path.read_text("utf-8")
    assert "A run &lt;of&gt; the till" in page
    assert "a &amp; b" in page
    assert page.count('class="event"') == len(world.ledger.events) == 1
    assert "1 ✓" in page
    assert page.count("✗") == 2, "the missed product and the missed unknown are marked"
    assert not re.search(r'(src|href)="(?!data:)', page)


def test_a_report_that_cannot_be_written(world: World, tmp_path: Path) -> None:
    with pytest.raises(InputError, match="nowhere"):
        Report("x", {}).write(tmp_path / "nowhere" / "r.html", world.ledger.basket, world.till.latency)


def test_the_picture_of_an_event_shows_the_item(world: World) -> None:
    world.play(2, {HERE: "red"})
    image = world.ledger.events[0].image()
    assert image.shape == (16, 16, 3), "of the embedder's size"
    blue, _, red = image[4:12, 4:12].reshape(-1, 3).mean(axis=0)
    assert red > 150 > blue


def test_latency_by_hand() -> None:
    latency = Latency()
    for milliseconds in range(1, 101):
        latency.add(milliseconds / 1e3)
    summary = latency.summary()
    assert (summary.frames, summary.worst) == (100, pytest.approx(100))
    assert summary.median == pytest.approx(51)
    assert summary.p99 == pytest.approx(100)
    assert Latency().summary().frames == 0


def test_histogram_counts_everything_below_its_end() -> None:
    bars = histogram([1.0] * 90 + [3.0] * 10, bins=3)
    assert [round(height, 3) for _, _, height in bars] == [0.0, 1.0, 0.111]
    assert histogram([]) == []
