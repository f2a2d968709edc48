"""Runs the command line in this process, as a user's shell would see it."""

from __future__ import annotations

import sys
from dataclasses import dataclass
from pathlib import Path

import cv2
import numpy as np
import pytest
from tiny import write_tiny_embedder

from edge.cli.main import main


@dataclass(frozen=True)
class Outcome:
    """What a command left: exit code, standard output, standard error."""

    code: int
    out: str
    err: str

    @property
    def said(self) -> str:
        """All it said, on one line, so that a wrapped message can be searched."""
        return " ".join((self.out + self.err).split())


class Shell:
    """`shell("run", "--camera", 0)` in a folder with a model and a gallery of two products."""

    def __init__(
        self, folder: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
    ) -> None:
        self.folder = folder
        self._capsys = capsys
        self._monkeypatch = monkeypatch
        monkeypatch.chdir(folder)
        monkeypatch.setenv("COLUMNS", "200")
        self.model = write_tiny_embedder(folder / "tiny.onnx")

    def __call__(self, *arguments: object) -> Outcome:
        self._monkeypatch.setattr(sys, "argv", ["checkout-edge", *map(str, arguments)])
        self._capsys.readouterr()
        try:
            main()
            code: object = 0
        except SystemExit as end:
            code = end.code
        captured = self._capsys.readouterr()
        return Outcome(code if isinstance(code, int) else int(code is not None), captured.out, captured.err)

    def enroll(self) -> Outcome:
        """Enrol two products of plain colours, priced."""
        for sku, colour in {"red": (30, 30, 220), "blue": (220, 60, 30)}.items():
            (self.folder / "products" / sku).mkdir(parents=True, exist_ok=True)
            for number in range(3):
                photo = scene({(20, 20): colour}, noise=number)
                cv2.imwrite(str(self.folder / "products" / sku / f"{number}.png"), photo)
        (self.folder / "products" / "products.csv").write_text(
            "sku,name,price_minor,currency,barcode\nred,Red,150,EUR,\nblue,Blue,275,EUR,\n", "utf-8"
        )
        return self("enroll", "products", "--model", self.model)

    def run(self, *arguments: object) -> Outcome:
        """`run` with the tiny model and the gallery of `enroll`."""
        return self("run", *arguments, "--model", self.model)


def scene(items: dict[tuple[int, int], tuple[int, int, int]], noise: int = 0) -> np.ndarray:
    """A white tray, uint8 `[120, 160, 3]`, with squares of 40 pixels on it."""
    image = np.full((120, 160, 3), 235, np.uint8)
    for (x, y), colour in items.items():
        image[y : y + 40, x : x + 40] = colour
    grain = np.random.default_rng(noise).integers(-2, 3, image.shape)
    return np.clip(image.astype(int) + grain, 0, 255).astype(np.uint8)


def record(path: Path, seconds: float = 4.0, fps: float = 10.0) -> Path:
    """A film: the empty tray for 1.5 s, then a red square lies on it."""
    writer = cv2.VideoWriter(str(path), cv2.VideoWriter.fourcc(*"MJPG"), fps, (160, 120))
    assert writer.isOpened()
    for n in range(round(seconds * fps)):
        writer.write(scene({} if n < 1.5 * fps else {(60, 40): (30, 30, 220)}, noise=n))
    writer.release()
    return path
