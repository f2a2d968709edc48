from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import cv2
import numpy as np
import pytest
from typer.testing import Result

pytest.importorskip("sklearn")
pytest.importorskip("matplotlib")

Call = Callable[..., Result]
COLOURS = {"blue": (220, 40, 30), "green": (40, 200, 40), "red": (30, 40, 220), "white": (240, 240, 240)}


@pytest.fixture
def photos(tmp_path: Path) -> Path:
    """Four classes of six noisy photos, each class of one colour."""
    rng = np.random.default_rng(0)
    for name, colour in COLOURS.items():
        (tmp_path / "photos" / name).mkdir(parents=True)
        for number in range(6):
            photo = np.clip(np.array(colour) + rng.integers(-40, 40, (40, 40, 3)), 0, 255)
            cv2.imwrite(str(tmp_path / "photos" / name / f"{number}.png"), photo.astype(np.uint8))
    return tmp_path / "photos"


def test_a_file_is_measured_and_reported(call: Call, model: Path, photos: Path) -> None:
    result = call("evaluate", "--model", model, "--data", photos, "--shots", 2, "--seeds", 2, "--threads", 1)
    assert result.exit_code == 0
    assert "2 photos a class enrolled" in result.stdout
    assert "top-1" in result.stdout
    read = json.loads(Path("evaluation-out/evaluation.json").read_text())
    assert read["figures"]["top1"]["value"] == 1
    assert read["model"]["name"] == "tiny"
    assert "Embedding map" in Path("evaluation-out/evaluation.html").read_text()


def test_two_models_stand_side_by_side(call: Call, model: Path, photos: Path, tmp_path: Path) -> None:
    (tmp_path / "unknown.txt").write_text("red\nwhite\n")
    options = ("--shots", 2, "--seeds", 1, "--threads", 1, "--view", "hard", "--out", "out")
    files = ("--json", "figures.json", "--unknown-classes", "unknown.txt")
    result = call("evaluate", "-m", model, "--against", model, "-d", photos, *options, *files)
    assert result.exit_code == 0
    assert "less tiny (2)" in result.stdout
    read = json.loads(Path("figures.json").read_text())
    assert read["against"][0]["difference"]["top1"]["value"] == 0
    assert read["protocol"]["unknown"] == ["red", "white"]
    assert not Path("out/evaluation.json").exists()


def test_only_the_classes_in_a_file_take_part(call: Call, model: Path, photos: Path) -> None:
    Path("unseen.txt").write_text("green\nred\nwhite\nof another set\n")
    options = ("--shots", 2, "--seeds", 1, "--threads", 1, "--json", "figures.json")
    result = call("evaluate", "-m", model, "-d", photos, "--only", "unseen.txt", *options)
    assert result.exit_code == 0
    classes = json.loads(Path("figures.json").read_text())["classes"]
    assert {row["name"] for row in classes} == {"green", "red", "white"}


@pytest.mark.parametrize(
    ("options", "words"),
    [
        (("--shots", 0), "--shots 0"),
        (("--seeds", 0), "--seeds 0"),
        (("--model", "none.onnx"), "none.onnx"),
        (("--model", "run"), "run folder run: no embedder.pt"),
        (("--data", "none"), "none"),
        (("--unknown-classes", "none.txt"), "none.txt"),
        (("--unknown-classes", "empty.txt"), "no name in it"),
        (("--unknown-classes", "odd.txt"), "purple"),
        (("--only", "none.txt"), "none.txt"),
        (("--only", "odd.txt"), "odd.txt: the data has none of its classes"),
    ],
)
def test_what_cannot_be_used_is_named(
    call: Call, model: Path, photos: Path, options: tuple[object, ...], words: str
) -> None:
    Path("run").mkdir()
    Path("empty.txt").write_text("\n")
    Path("odd.txt").write_text("purple\n")
    given: dict[object, object] = {"--model": model, "--data": photos, **dict([options])}  # type: ignore[list-item]
    result = call("evaluate", *(part for pair in given.items() for part in pair))
    assert result.exit_code == 2
    assert words in str(result.exception)


def test_one_class_is_refused(call: Call, model: Path, photos: Path) -> None:
    for name in ("green", "red", "white"):
        for photo in (photos / name).iterdir():
            photo.unlink()
        (photos / name).rmdir()
    result = call("evaluate", "--model", model, "--data", photos)
    assert result.exit_code == 2
    assert "class" in str(result.exception)
