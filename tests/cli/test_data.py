from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from photo_sets import class_folders, picture, save
from typer.testing import Result

pytest.importorskip("imagehash", reason="imagehash is not installed (pip install checkout-edge[train])")

Call = Callable[..., Result]


@pytest.fixture
def leaky(tmp_path: Path) -> Path:
    root = tmp_path / "shop"
    class_folders(root / "train", classes=2, photos=3)
    save(root / "test" / "class0" / "new.png", picture(900))
    shutil.copy(root / "train" / "class0" / "1.png", root / "test" / "class0" / "leaked.png")
    save(root / "test" / "class9" / "0.png", picture(901))
    (root / "train" / "class1" / "broken.jpg").write_bytes(b"no photo")
    return root


def test_inspect_prints_all_and_draws(call: Call, leaky: Path, tmp_path: Path) -> None:
    result = call("data", "inspect", leaky, "--out", "seen/here", "--json", "facts.json")
    assert result.exit_code == 0
    said = " ".join(result.stdout.split())
    for part in (
        "train/val/test folders",
        "split train │ 6 photos, 2 classes",
        "split test │ 3 photos, 2 classes",
        "1 across splits",
        "not in train │ class9",
        "32x32",
        "1 files skipped",
        "is not a JPEG, PNG or WebP photo",
        "train: 1.png",
        "test: leaked.png",
    ):
        assert part in said, part
    assert sorted(path.name for path in (tmp_path / "seen/here").iterdir()) == [
        "contact-1.jpg",
        "near-duplicates.jpg",
    ]
    facts = json.loads((tmp_path / "facts.json").read_text("utf-8"))
    assert facts["pictures"] == ["seen/here/contact-1.jpg", "seen/here/near-duplicates.jpg"]
    assert facts["near_duplicates"][0]["across"] == "splits"


def test_strict_makes_an_error_of_leaks_and_broken_files(call: Call, leaky: Path, tmp_path: Path) -> None:
    result = call("data", "inspect", leaky, "--strict")
    assert result.exit_code == 2
    assert "1 near-duplicate pairs across splits or classes, 1 files skipped" in str(result.exception)
    clean = class_folders(tmp_path / "clean", photos=3)
    assert call("data", "inspect", clean, "--strict").exit_code == 0
    assert (tmp_path / "data-inspect" / "contact-1.jpg").is_file()


def test_a_class_of_one_photo_is_pointed_out(call: Call, tmp_path: Path) -> None:
    folder = class_folders(tmp_path / "toy")
    save(folder / "rare" / "0.png", picture(5))
    assert "1: too few to train or test with" in call("data", "inspect", folder).stdout


@pytest.mark.parametrize(
    ("arguments", "problem"),
    [
        (["nothing"], "nothing: not a folder"),
        (["toy/class0"], "no photo found"),
        (["toy", "--out", "file/x"], "--out file/x"),
        (["toy", "--json", "none/x.json"], "--json none/x.json: No such file"),
        (["bad.csv"], "unknown column 'colour'"),
    ],
)
def test_mistakes_are_named(call: Call, tmp_path: Path, arguments: list[str], problem: str) -> None:
    class_folders(tmp_path / "toy")
    (tmp_path / "file").write_text("in the way")
    (tmp_path / "bad.csv").write_text("path,class,colour\n")
    result = call("data", "inspect", *arguments)
    assert result.exit_code == 2
    assert problem in str(result.exception)


def test_without_imagehash_the_remedy_is_named(call: Call, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("train.cli.needs.find_spec", lambda _: None)
    result = call("data", "inspect", "toy")
    assert result.exit_code == 2
    assert "`checkout-edge data inspect` needs imagehash" in str(result.exception)
    assert "pip install 'checkout-edge[train]'" in str(result.exception)


def test_packs_are_drawn_once(call: Call, tmp_path: Path) -> None:
    options = ("--shops", 1, "--first", 3, "--views", 1, "--workers", 1)
    first = call("data", "draw", "drawn", *options)
    assert first.exit_code == 0
    assert "12 pictures drawn into drawn" in first.stdout
    assert len(list((tmp_path / "drawn").glob("drawn-3-*/000.png"))) == 12
    assert "0 pictures drawn" in call("data", "draw", "drawn", *options).stdout
