from __future__ import annotations

import hashlib
import json
from collections.abc import Callable
from pathlib import Path

import pytest
from embed.tiny import write_tiny_embedder
from typer.testing import Result

from gallery.store import Gallery

Call = Callable[..., Result]
FILE = Path("monday.archive")


@pytest.fixture
def exported(enrolled: Call) -> Call:
    assert enrolled("gallery", "group", "twins", "sku-0", "sku-1").exit_code == 0
    assert enrolled("gallery", "export", FILE).exit_code == 0
    return enrolled


def state(path: str) -> str:
    with Gallery.inspect(path) as opened:
        return opened.state


def test_a_gallery_goes_to_another_till_and_both_print_one_hash(exported: Call) -> None:
    sha256 = hashlib.sha256(FILE.read_bytes()).hexdigest()
    out = exported("gallery", "export", FILE, "--overwrite")
    assert sha256 in out.stdout
    assert "3 products, 6 views, 1 group, version 2" in out.stderr
    brought = exported("gallery", "import", FILE, "-g", "two", "--sha256", sha256, "--reason", "till 2")
    assert brought.exit_code == 0
    assert sha256 in brought.stdout
    assert state("two") == state("shop.gallery")
    (newest, *_) = json.loads(exported("gallery", "log", "-g", "two", "--json").stdout)
    assert (newest["action"], newest["reason"]) == ("import", "till 2")


def test_export_in_json(exported: Call) -> None:
    told = json.loads(exported("gallery", "export", FILE, "--overwrite", "--json").stdout)
    assert told["sha256"] == hashlib.sha256(FILE.read_bytes()).hexdigest()
    assert told["counts"] == {"products": 3, "views": 6, "negatives": 0, "groups": 1}
    assert (told["state"], told["calibrated"]) == (state("shop.gallery"), False)


def test_what_is_there_stays_until_one_says_how(exported: Call) -> None:
    exported("gallery", "remove", "-y", "sku-2")
    before = state("shop.gallery")
    refused = exported("gallery", "import", FILE)
    assert refused.exit_code == 2
    assert "2 products with 4 views" in str(refused.exception)
    assert "--merge" in str(refused.exception)
    assert exported("gallery", "import", FILE, "--merge", "--replace").exit_code == 2
    assert exported("gallery", "import", FILE, "--replace", input="n\n").exit_code == 1
    assert exported("gallery", "import", FILE, "--replace", input="").exit_code == 2
    assert state("shop.gallery") == before
    assert exported("gallery", "import", FILE, "--merge").exit_code == 0
    assert "stays" in exported("gallery", "import", FILE, "--merge").stderr
    with Gallery.inspect("shop.gallery") as opened:
        assert opened.version == 4


def test_replace_makes_the_states_equal(exported: Call, model: Path, products: Path) -> None:
    carried = state("shop.gallery")
    exported("gallery", "ungroup", "twins")
    exported("gallery", "remove", "-y", "sku-0")
    assert state("shop.gallery") != carried
    assert exported("gallery", "import", FILE, "--replace", "--yes").exit_code == 0
    assert state("shop.gallery") == carried


def test_another_hash_another_model_and_a_cut_file_are_refused(exported: Call, tmp_path: Path) -> None:
    result = exported("gallery", "import", FILE, "-g", "two", "--sha256", "0" * 64)
    assert (result.exit_code, Path("two").exists()) == (2, False)
    Path("cut").write_bytes(FILE.read_bytes()[:-100])
    result = exported("gallery", "import", "cut", "-g", "two")
    assert (result.exit_code, Path("two").exists()) == (2, False)
    other = write_tiny_embedder(tmp_path / "wide.onnx", 12)
    assert exported("enroll", "products", "-g", "wide", "--model", other).exit_code == 0
    before = state("wide")
    for how in ("--merge", "--replace"):
        result = exported("gallery", "import", FILE, "-g", "wide", how, "-y")
        assert result.exit_code == 3
        assert "12-d" in str(result.exception)
    assert state("wide") == before


def test_an_export_does_not_write_over_what_is_there(exported: Call) -> None:
    before = state("shop.gallery")
    assert exported("gallery", "export", FILE).exit_code == 2
    assert exported("gallery", "export", "shop.gallery", "--overwrite").exit_code == 2
    assert state("shop.gallery") == before
