"""A stale or foreign engine is never loaded, and it is said why."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
from engine.fakes import MODEL, fake, fake_card
from engine.test_engine_file import PLAN, engine_card

from edge.card import content_hash
from edge.engine.engine_file import write_engine
from edge.engine.gpu import Gpu
from edge.engine.place import engine_name
from edge.engine.usable import find_engine, why_not

SOURCE = "5" * 64
MODEL_CARD = fake_card(source_hash=SOURCE)
ORIN = Gpu("Orin, 16 multiprocessors", "8.7")
HERE = fake("10.3.0")


def test_our_own_engine_is_used() -> None:
    assert why_not(engine_card(model=MODEL_CARD), MODEL_CARD, HERE, ORIN) is None


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"model": fake_card(name="mug", content_hash="b" * 64)}, "from another model, mug"),
        (
            {"model": fake_card("int8", content_hash="b" * 64, source_hash=SOURCE)},
            "the int8 form of this",
        ),
        ({"version": "10.4.0"}, "built by TensorRT 10.4.0, and here is TensorRT 10.3.0"),
        ({"version": "10.2.0"}, "built by TensorRT 10.2.0"),
        ({"flavour": "tensorrt_rtx"}, "built by TensorRT-RTX 10.3.0"),
        ({"compute_capability": "8.9", "gpu_name": None}, "capability 8.9, and Orin.* has 8.7"),
        ({"gpu_name": "Orin, 8 multiprocessors"}, "built on Orin, 8 multiprocessors, and here is Orin, 16"),
    ],
)
def test_each_other_one_is_refused_with_the_reason(changes: dict[str, Any], words: str) -> None:
    reason = why_not(engine_card(**{"model": MODEL_CARD, **changes}), MODEL_CARD, HERE, ORIN)
    assert reason is not None
    assert re.search(words, reason)


def test_without_a_gpu_none_is_used() -> None:
    assert "no NVIDIA GPU" in str(why_not(engine_card(model=MODEL_CARD), MODEL_CARD, HERE, None))


def test_an_engine_for_a_capability_is_used_on_each_such_gpu() -> None:
    card = engine_card(model=MODEL_CARD, gpu_name=None)
    assert why_not(card, MODEL_CARD, HERE, Gpu("Orin, 8 multiprocessors", "8.7")) is None


@pytest.mark.parametrize(
    ("built", "here", "loads"),
    [
        ("10.3.0", "10.3.0", True),
        ("10.3.0", "10.13.2", True),
        ("10.13.2", "10.3.0", False),
        ("8.6.1", "10.3.0", True),
        ("10.3.0", "11.4.1", True),
        ("8.6.1", "11.4.1", False),
        ("11.4.1", "10.3.0", False),
    ],
)
def test_a_version_compatible_engine_is_loaded_by_newer_ones(built: str, here: str, loads: bool) -> None:
    card = engine_card(model=MODEL_CARD, version=built, version_compatible=True)
    assert (why_not(card, MODEL_CARD, fake(here), ORIN) is None) is loads
    plain = engine_card(model=MODEL_CARD, version=built)
    assert (why_not(plain, MODEL_CARD, fake(here), ORIN) is None) is (built == here)


def put(folder: Path, name: str = "any.engine", **changes: Any) -> Path:
    folder.mkdir(exist_ok=True)
    write_engine(folder / name, engine_card(**{"model": MODEL_CARD, **changes}), PLAN)
    return folder / name


def test_the_engine_is_found_in_the_first_folder_that_has_one(tmp_path: Path) -> None:
    beside, cache = tmp_path / "beside", tmp_path / "cache"
    expected = put(cache)
    assert find_engine(MODEL_CARD, [beside, cache], HERE, ORIN)[0] == expected
    nearer = put(beside)
    path, reason = find_engine(MODEL_CARD, [beside, cache], HERE, ORIN)
    assert path == nearer
    assert reason == "built by TensorRT 10.3.0 for compute capability 8.7"


def test_the_one_with_our_name_goes_before_others(tmp_path: Path) -> None:
    put(tmp_path, "a.engine")
    ours = put(tmp_path, engine_name(MODEL_CARD, "tensorrt", "10.3.0", "8.7"))
    assert find_engine(MODEL_CARD, [tmp_path], HERE, ORIN)[0] == ours


def test_the_usual_batches_go_before_fewer(tmp_path: Path) -> None:
    fewer = put(tmp_path, "a.engine", batch=(1, 4, 8))
    assert find_engine(MODEL_CARD, [tmp_path], HERE, ORIN)[0] == fewer
    usual = put(tmp_path, "b.engine")
    assert find_engine(MODEL_CARD, [tmp_path], HERE, ORIN)[0] == usual


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"batch": (1, 1, 1)}, "it is for batches of 1 alone"),
        ({"batch": (1, 1, 1), "dla": 1}, "it is for DLA core 1"),
    ],
)
def test_one_batch_size_or_a_dla_is_not_taken_unasked(
    tmp_path: Path, changes: dict[str, Any], words: str
) -> None:
    put(tmp_path, engine_name(MODEL_CARD, "tensorrt", "10.3.0", "8.7"), **changes)
    path, reason = find_engine(MODEL_CARD, [tmp_path], HERE, ORIN)
    assert path is None
    assert words in reason
    assert why_not(engine_card(model=MODEL_CARD, **changes), MODEL_CARD, HERE, ORIN) is None
    usual = put(tmp_path, "z.engine")
    assert find_engine(MODEL_CARD, [tmp_path], HERE, ORIN)[0] == usual


def test_why_none_will_do(tmp_path: Path) -> None:
    assert find_engine(MODEL_CARD, [tmp_path, tmp_path / "no"], HERE, ORIN) == (
        None,
        "no engine of this model was built yet",
    )
    put(tmp_path, "old.engine", version="10.2.0")
    put(tmp_path, "foreign.engine", model=fake_card(content_hash="b" * 64))
    cut = put(tmp_path, "cut.engine")
    cut.write_bytes(cut.read_bytes()[:100])
    path, reason = find_engine(MODEL_CARD, [tmp_path], HERE, ORIN)
    assert path is None
    assert "old.engine: it was built by TensorRT 10.2.0" in reason
    assert "cut.engine: its card was cut short" in reason
    assert "foreign" not in reason


def test_the_fake_model_has_its_hash() -> None:
    assert content_hash(MODEL) == MODEL_CARD.content_hash
