"""The machine of a run: every field is of the run itself, and none of it is made up."""

from __future__ import annotations

from pathlib import Path

import cv2
import pytest
from world import MODEL, World

from edge.bench.machine import Machine, machine_facts


@pytest.fixture
def facts(tmp_path: Path) -> Machine:
    world = World(tmp_path)
    return machine_facts(world.embedder, Path("m.onnx"), world.gallery, load=0.5, root=tmp_path)


def test_it_tells_model_and_gallery(facts: Machine, tmp_path: Path) -> None:
    assert (facts.model, facts.model_hash, facts.precision) == ("m.onnx", MODEL, "fp32")
    assert facts.gallery == str(tmp_path / "shop.gallery")
    assert (len(facts.gallery_state), facts.views) == (64, 9)


def test_it_tells_what_runs(facts: Machine) -> None:
    assert (facts.runtime.provider, facts.reason) == ("test", "test")
    assert facts.opencv_threads == cv2.getNumThreads()
    assert facts.load == 0.5
    assert 100 < facts.memory < 1e8


def test_what_the_system_does_not_say_is_none(facts: Machine) -> None:
    assert (facts.flags, facts.governor, facts.clocks) == ((), None, None)


def test_a_drawn_gallery_is_called_so(tmp_path: Path) -> None:
    world = World(tmp_path)
    facts = machine_facts(world.embedder, Path("m.onnx"), world.gallery, called="drawn")
    assert facts.gallery == "drawn"


def test_it_survives_a_file(facts: Machine) -> None:
    assert Machine.model_validate_json(facts.model_dump_json()) == facts
