"""Engines are named for what they are of and for, and lie where they may be written."""

from __future__ import annotations

import doctest
import os
from pathlib import Path

import pytest
from engine.fakes import fake, fake_card

from edge import models
from edge.engine import place
from edge.engine.gpu import Gpu
from edge.engine.place import cache_folder, engine_folders, engine_name, plan_for
from edge.engine.settings import BuildSettings

ORIN = Gpu("Orin, 16 multiprocessors", "8.7")


def test_another_model_precision_tensorrt_gpu_or_core_has_another_name() -> None:
    card = fake_card()
    names = [
        engine_name(card, "tensorrt", "10.3.0", "8.7"),
        engine_name(card, "tensorrt", "10.3.0", "8.7", dla=0),
        engine_name(card, "tensorrt", "10.3.0", "8.7", dla=1),
        engine_name(card, "tensorrt", "10.3.0", "8.7", batch=(1, 1)),
        engine_name(card, "tensorrt", "10.3.0", "8.7", batch=(1, 8)),
        engine_name(card, "tensorrt", "10.3.0", "8.7", version_compatible=True),
        engine_name(card, "tensorrt", "10.3.0", "8.9"),
        engine_name(card, "tensorrt", "10.4.0", "8.7"),
        engine_name(card, "tensorrt_rtx", "10.3.0", "8.7"),
        engine_name(fake_card("int8"), "tensorrt", "10.3.0", "8.7"),
        engine_name(fake_card(content_hash="a" * 64), "tensorrt", "10.3.0", "8.7"),
    ]
    assert len(set(names)) == len(names)


def test_an_engine_of_the_usual_settings_says_nothing_of_them() -> None:
    usual = BuildSettings()
    name = engine_name(fake_card(), "tensorrt", "10.3.0", "8.7", batch=(usual.min, usual.max))
    assert name == engine_name(fake_card(), "tensorrt", "10.3.0", "8.7")
    assert name.endswith(".trt-10.3.0.sm_87.engine")


def test_a_name_is_no_path() -> None:
    assert "/" not in engine_name(fake_card(name="../../etc/my model"), "tensorrt", "10.3.0", "8.7")


def test_examples_in_the_documentation() -> None:
    assert doctest.testmod(place).failed == 0
    assert doctest.testmod(place).attempted > 0


def test_the_cache_is_where_the_user_keeps_caches(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    assert cache_folder() == tmp_path / "checkout-edge" / "tensorrt"
    monkeypatch.delenv("XDG_CACHE_HOME")
    monkeypatch.setattr(place.Path, "home", lambda: tmp_path)
    assert cache_folder() == tmp_path / ".cache" / "checkout-edge" / "tensorrt"


def test_beside_the_model_or_in_the_cache(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    model, here, card = tmp_path / "m.onnx", fake("10.3.0"), fake_card()
    name = engine_name(card, "tensorrt", "10.3.0", "8.7")
    assert plan_for(model, card, here, ORIN) == tmp_path / name
    one = plan_for(model, card, here, ORIN, batch=(1, 1), version_compatible=True)
    assert one.name == name.replace(".engine", "-b1-vc.engine")
    monkeypatch.setattr(os, "access", lambda path, mode: False)
    assert plan_for(model, card, here, ORIN) == cache_folder() / name
    assert engine_folders(model) == (tmp_path, cache_folder())


def test_the_shipped_model_keeps_its_folder_to_itself() -> None:
    assert plan_for(models.default(), fake_card(), fake("10.3.0"), ORIN).parent == cache_folder()
