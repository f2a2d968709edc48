"""What `run` says of a calibration, at its start and when it ends."""

from __future__ import annotations

import io
from pathlib import Path
from types import SimpleNamespace

import pytest
from rich.console import Console
from risk.calibrations import RATE, calibration
from shelf import MODEL, item, open_gallery
from shell import Shell, record

from edge.cli.calibrated import Staleness, calibrated
from gallery import Gallery, Product, Recogniser


@pytest.fixture
def gallery(tmp_path: Path) -> Gallery:
    opened = open_gallery(tmp_path / "shop.gallery")
    opened.enroll([item("cola", "a", "b"), item("milk", "a", "b")])
    return opened


def _keep(gallery: Gallery, **fields: object) -> None:
    made = calibration(model=MODEL, state=gallery.state, version=gallery.version, per_product={}, **fields)
    gallery.keep_calibration(made)


def test_without_a_calibration_that_is_said(gallery: Gallery) -> None:
    assert calibrated(gallery).startswith("not calibrated")


def test_a_fresh_one_says_when_and_what(gallery: Gallery) -> None:
    _keep(gallery)
    assert calibrated(gallery) == (
        "calibrated 2026-03-01: 0.40% of unknown items accepted on photos like those enrolled, "
        "95% sure of at most 2.00%"
    )


def test_one_that_was_not_shown_says_so(gallery: Gallery) -> None:
    _keep(gallery, far=RATE.model_copy(update={"shown": False, "bound": 0.2}))
    assert "NOT shown to be at most 2.00%" in calibrated(gallery)


def test_a_stale_one_counts_the_products_that_changed(gallery: Gallery) -> None:
    _keep(gallery)
    gallery.enroll([item("tea", "a"), item("cola", "c")])
    gallery.remove("milk")
    assert calibrated(gallery).startswith("stale: 3 products changed since; run `checkout-edge calibrate`")


def test_a_new_price_does_not_touch_what_was_shown(gallery: Gallery) -> None:
    _keep(gallery)
    gallery.enroll([(Product("cola", price_minor=5), [])])
    assert calibrated(gallery).endswith("at most 2.00%; names or prices changed since")


def test_what_is_no_longer_known_cannot_be_counted(gallery: Gallery) -> None:
    _keep(gallery)
    gallery.enroll([item("tea", "a")])
    gallery.compact(gallery.version, anyway=True)
    assert calibrated(gallery).startswith("stale: the gallery changed since")


def test_during_a_run_it_is_told_once_and_a_new_calibration_is_told_too(gallery: Gallery) -> None:
    _keep(gallery)
    recogniser, said = Recogniser(gallery, 0.8), io.StringIO()
    watcher = Staleness(recogniser, Console(file=said, width=200))
    frame = SimpleNamespace()
    assert watcher.see(frame)  # type: ignore[arg-type]
    assert said.getvalue() == ""
    gallery.enroll([item("tea", "a")])
    recogniser.refresh(wait=True)
    for _ in range(3):
        watcher.see(frame)  # type: ignore[arg-type]
    assert said.getvalue().count("stale: the gallery changed since it was calibrated") == 1
    _keep(gallery, distance=0.7)
    recogniser.refresh(wait=True)
    watcher.see(frame)  # type: ignore[arg-type]
    assert said.getvalue().count("calibrated anew") == 1
    gallery.enroll([item("water", "a")])
    recogniser.refresh(wait=True)
    watcher.see(frame)  # type: ignore[arg-type]
    assert said.getvalue().count("stale:") == 2
    gallery.rollback(1)
    recogniser.refresh(wait=True)
    watcher.see(frame)  # type: ignore[arg-type]
    assert "taken back: the gallery's own thresholds decide" in said.getvalue()
    recogniser.close()


def test_a_run_says_it_among_its_facts(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    pytest.importorskip("onnxruntime", reason="no onnxruntime: nothing can be run")
    shell = Shell(tmp_path, capsys, monkeypatch)
    assert shell.enroll().code == 0
    record(tmp_path / "film.avi", seconds=1)
    assert "calibration not calibrated:" in shell.run("film.avi").said
    assert shell("calibrate", "--method", "otsu", "--model", shell.model).code == 0
    said = shell.run("film.avi").said
    assert "calibration otsu 20" in said
    assert "(calibrated, margin 0.03)" in said
