"""An engine file knows when it was cut short, edited, or is another's."""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import Any

import pytest
from embed.tiny import tiny_card
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from edge.engine.engine_file import MAGIC, EngineCard, read_engine, read_engine_card, write_engine
from gallery.errors import InputError

PLAN = bytes(range(256)) * 40


def engine_card(plan: bytes = PLAN, **changes: Any) -> EngineCard:
    values = {
        "model": tiny_card(precision="fp16"),
        "flavour": "tensorrt",
        "version": "10.3.0",
        "compute_capability": "8.7",
        "gpu_name": "Orin, 16 multiprocessors",
        "batch": (1, 4, 32),
        "plan_sha256": hashlib.sha256(plan).hexdigest(),
        "made": "2026-11-26T00:00:00+00:00",
    }
    return EngineCard(**{**values, **changes})


@pytest.fixture
def engine(tmp_path: Path) -> Path:
    path = tmp_path / "tiny.engine"
    write_engine(path, engine_card(), PLAN)
    return path


def test_what_was_written_is_read(engine: Path) -> None:
    assert read_engine(engine) == (engine_card(), PLAN)
    assert read_engine_card(engine) == engine_card()
    assert [file.name for file in engine.parent.iterdir()] == ["tiny.engine"]


@pytest.mark.parametrize("kept", [0, 5, len(MAGIC) + 3, 100, 900, 1000, -1])
def test_an_engine_cut_short_is_refused(engine: Path, kept: int) -> None:
    engine.write_bytes(engine.read_bytes()[:kept])
    with pytest.raises(InputError, match="cut short"):
        read_engine(engine)


@given(st.data())
def test_no_byte_can_be_changed(tmp_path_factory: pytest.TempPathFactory, data: st.DataObject) -> None:
    path = tmp_path_factory.mktemp("e") / "tiny.engine"
    write_engine(path, engine_card(), PLAN)
    whole = bytearray(path.read_bytes())
    whole[data.draw(st.integers(0, len(whole) - 1))] ^= data.draw(st.integers(1, 255))
    path.write_bytes(whole)
    with pytest.raises(InputError):
        read_engine(path)


def test_a_card_edited_by_hand_is_refused(engine: Path) -> None:
    data = engine.read_bytes()
    assert data.count(b'"10.3.0"') == 1
    engine.write_bytes(data.replace(b'"10.3.0"', b'"10.4.0"'))
    for read in (read_engine, read_engine_card):
        with pytest.raises(InputError, match="changed by hand"):
            read(engine)


def test_a_card_whose_hash_was_made_right_must_still_be_a_card(engine: Path) -> None:
    said = engine_card().model_dump_json().replace('"10.3.0"', '""').encode()
    head = MAGIC + len(said).to_bytes(8, "little") + hashlib.sha256(said).digest()
    engine.write_bytes(head + said + PLAN)
    with pytest.raises(InputError, match="version"):
        read_engine(engine)


def test_another_file_and_a_missing_one_are_refused(tmp_path: Path) -> None:
    other = tmp_path / "other.engine"
    other.write_bytes(b"ftrt" + PLAN)
    with pytest.raises(InputError, match="not made by checkout-edge"):
        read_engine(other)
    with pytest.raises(InputError, match="No such file"):
        read_engine(tmp_path / "missing.engine")


def test_a_card_for_another_plan_is_not_written(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="another plan"):
        write_engine(tmp_path / "a.engine", engine_card(), PLAN[:-1])
    assert not list(tmp_path.iterdir())


def test_a_folder_that_cannot_be_written_is_named(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="cannot be written"):
        write_engine(tmp_path / "no" / "a.engine", engine_card(), PLAN)


@pytest.mark.parametrize("batch", [(0, 1, 1), (4, 1, 32), (1, 32, 4)])
def test_batches_are_in_order(batch: tuple[int, int, int]) -> None:
    with pytest.raises(ValidationError, match="fewest, best, most"):
        engine_card(batch=batch)
