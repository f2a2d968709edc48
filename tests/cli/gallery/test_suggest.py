from __future__ import annotations

import json
import shlex
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from shelf import MODEL, item, unit, view
from typer.testing import Result

from edge.cli.gallery.suggest import suggested
from gallery import Gallery, Product

Call = Callable[..., Result]

CENTRES = {"milk": 0, "milk-lite": 0, "milk-old": 0, "bread": 1, "salt": 2, "single": 3}


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """Three milks in one place, and three products far from all others."""
    generator = np.random.default_rng(0)
    batch = []
    for sku, centre in CENTRES.items():
        photos = 1 if sku == "single" else 4
        noise = generator.normal(size=(photos, 16)) * 0.1
        vectors = unit(np.eye(16)[centre] + noise)
        views = [view(f"{sku}/{number}", vector) for number, vector in enumerate(vectors)]
        batch.append((Product(sku), views))
    with Gallery.open(tmp_path / "shop.gallery", model=MODEL, dimension=16, create=True) as opened:
        opened.enroll(batch)
    return tmp_path / "shop.gallery"


def test_products_that_are_taken_for_one_another_are_proposed_together(path: Path) -> None:
    with Gallery.open(path, model=None, dimension=None) as opened:
        assert suggested(opened) == {"milk-alike": ("milk", "milk-lite", "milk-old")}
        opened.group("milks", ["milk", "milk-lite", "milk-old"])
        assert suggested(opened) == {}


def test_the_proposal_is_a_command_to_run(path: Path, call: Call) -> None:
    line = call("gallery", "groups", "--suggest", "--gallery", path).stdout
    words = shlex.split(line)
    assert words[:3] == ["checkout-edge", "gallery", "group"]
    assert call(*words[1:], "--gallery", path).exit_code == 0
    again = call("gallery", "groups", "--suggest", "--gallery", path)
    assert again.stdout == ""
    assert "no products" in again.stderr
    assert json.loads(call("gallery", "groups", "--json", "--gallery", path).stdout) == {
        "milk-alike": ["milk", "milk-lite", "milk-old"]
    }


def test_a_gallery_with_nothing_to_compare_proposes_nothing(tmp_path: Path) -> None:
    with Gallery.open(tmp_path / "small.gallery", model=MODEL, dimension=16, create=True) as opened:
        assert suggested(opened) == {}
        opened.enroll([item("a", "1"), item("b", "1")])
        assert suggested(opened) == {}
