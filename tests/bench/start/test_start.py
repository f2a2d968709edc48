"""The start of a till: what is measured, in which order, and that it is the real command that starts."""

from __future__ import annotations

import json
import time
from collections.abc import Sequence
from pathlib import Path

import pytest
from world import ColourEmbedder

from edge import embed
from edge.basket.event import Event, Kind
from edge.bench.start import start
from edge.bench.start.begin import PARTS
from edge.bench.start.spawned import Used, first_line
from edge.bench.start.start import Begun, Command, measure
from edge.bench.start.stocked import PICTURED, Stocked, stock
from edge.bench.till.runs import Runs
from gallery import Gallery


class Fake:
    """Starts nothing: each start takes a second more than the one before it, and its parts a fifth each."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.commands: list[Sequence[str]] = []
        self.views = 0
        monkeypatch.setattr(start, "first_line", self.first_line)
        monkeypatch.setattr(start, "used", self.used)
        monkeypatch.setattr(start, "stock", self.stock)
        monkeypatch.setattr(start.embed, "load", lambda *_: ColourEmbedder())

    def first_line(self, command: Sequence[str]) -> tuple[float, bytes]:
        self.commands.append(command)
        took = float(len(self.commands))
        runs = {"provider": "CPU, 2 threads", "file": "/m.onnx", "reason": "asked for"}
        return took, json.dumps({"parts": dict.fromkeys(PARTS, took / 5), "runs": runs}).encode()

    def used(self, command: Sequence[str]) -> Used:
        self.commands.append(command)
        Path(command[command.index("--events") + 1]).write_text("{}\n{}\n")
        return Used(222.0, 3.0)

    def stock(self, folder: Path, _embedder: object, views: int, given: Path | None) -> Stocked:
        self.views = views
        return Stocked(given or folder / "g", folder / "p", views)


@pytest.fixture
def fake(monkeypatch: pytest.MonkeyPatch) -> Fake:
    return Fake(monkeypatch)


def test_the_first_start_is_not_kept_and_parts_are_told_in_turns(fake: Fake) -> None:
    found, runs = measure(Path("m.onnx"), "cpu", 2, views=500, times=3, video=Path("v.mp4"))
    assert (found.views, fake.views) == (500, 500)
    assert found.seconds == (3.0, 5.0, 7.0)
    assert found.parts == dict.fromkeys(PARTS, 6 / 5)
    assert found.peak == 222.0
    assert found.events == 2
    assert runs == (Runs("CPU, 2 threads", "/m.onnx", "asked for"),)
    assert found.runs == "CPU with m.onnx"


def test_all_processes_run_what_was_asked_for(fake: Fake) -> None:
    measure(Path("m.onnx"), "cpu", 2, times=1, video=Path("v.mp4"))
    *starts, last = fake.commands
    for run in (starts[0], starts[2], last):
        assert run[1:4] == ["-m", "edge.cli.main", "run"]
        assert list(run[7:13]) == ["--backend", "cpu", "--model", "m.onnx", "--threads", "2"]
    assert [starts[1][2], *starts[1][-3:]] == ["edge.bench.start.begin", "m.onnx", "cpu", "2"]
    assert last[4] == "v.mp4"
    assert "--localiser" in starts[0]
    assert "--localiser" not in last


def test_a_gallery_that_is_given_is_the_one_that_is_opened(fake: Fake) -> None:
    measure(None, "cpu", 2, times=1, video=Path("v.mp4"), gallery=Path("own.gallery"))
    assert all("own.gallery" in command for command in fake.commands)


def test_a_gallery_that_is_given_is_left_as_it_is(tmp_path: Path) -> None:
    embedder = ColourEmbedder()
    drawn = stock(tmp_path, embedder, views=21)
    before = drawn.gallery.read_bytes()
    (tmp_path / "other").mkdir()
    given = stock(tmp_path / "other", embedder, views=99, given=drawn.gallery)
    assert (given.gallery, given.views) == (drawn.gallery, 21)
    assert drawn.gallery.read_bytes() == before
    assert (given.pictures / "item.jpg").exists()


def test_the_real_command_decides_on_the_picture_and_tells_its_parts(tmp_path: Path) -> None:
    embedder = embed.load(None, "cpu", 1)
    stocked = stock(tmp_path, embedder, views=41)
    with Gallery.inspect(stocked.gallery) as gallery:
        assert gallery.stats().views == 41
    command = Command(None, "cpu", 1, stocked.gallery)
    took, line = first_line(command.run(stocked.pictures, "--localiser", "whole"))
    event = Event.from_json(line.decode())
    assert (event.kind, event.sku) == (Kind.ADDED, PICTURED)
    whole, told = first_line(command.begin(stocked.pictures, time.monotonic()))
    begun = Begun.told(told)
    assert begun.runs == Runs.of(embedder)
    parts = begun.parts
    assert tuple(parts) == PARTS
    assert all(seconds > 0 for seconds in parts.values())
    assert sum(parts.values()) == pytest.approx(whole, rel=0.2)
    assert took > 0
