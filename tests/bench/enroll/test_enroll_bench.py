"""The bench of enrolment: its arithmetic by hand, and one run over a few photos."""

from __future__ import annotations

from pathlib import Path

import pytest
from embed.tiny import write_tiny_embedder
from enroll.pictures import shop

from edge import embed
from edge.bench.enroll import first_photos, measure_enrolment
from edge.bench.enroll.results import EnrollReport, Round
from edge.enroll.catalogue import read_catalogue
from gallery.errors import InputError


def one(bare: float, gather: float, write: float) -> Round:
    return Round(bare_s=bare, bare_cpu_s=2 * bare, gather_s=gather, write_s=write, enroll_cpu_s=2 * gather)


def test_shares_by_hand() -> None:
    rounds = (one(8, 9, 1), one(6, 9, 1), one(9, 9, 1))
    report = EnrollReport(machine={}, photos=90, batch=16, rounds=rounds, stages={})
    assert report.share == pytest.approx(0.8)
    assert report.bare_per_s == pytest.approx(90 / 8)
    assert report.enroll_per_s == pytest.approx(9)
    assert report.model_ms == pytest.approx(16 / 90 * 1e3)
    assert report.within_reach == pytest.approx(16 / 18)


def test_only_the_first_photos_are_taken(tmp_path: Path) -> None:
    listings = read_catalogue(shop(tmp_path / "products")).listings
    assert len(listings) > 1
    first = len(listings[0].photos)
    chosen = first_photos(listings, first + 1)
    assert [len(listing.photos) for listing in chosen] == [first, 1]
    assert first_photos(listings, 10_000)[-1].photos == listings[-1].photos


def test_a_run(tmp_path: Path) -> None:
    pytest.importorskip("onnxruntime")
    listings = read_catalogue(shop(tmp_path / "products")).listings
    embedder = embed.load(write_tiny_embedder(tmp_path / "tiny.onnx"), "cpu", 1)
    steps: list[str] = []
    report = measure_enrolment(listings, embedder, 2, lambda words, done, of: steps.append(words))
    assert report.photos == sum(len(listing.photos) for listing in listings)
    assert len(report.rounds) == 2
    assert report.share > 0
    assert list(report.stages) == [
        "file read and hashed",
        "decoded and scaled",
        "item found",
        "cut out, kept and judged",
    ]
    assert all(milliseconds >= 0 for milliseconds in report.stages.values())
    assert EnrollReport.model_validate_json(report.model_dump_json()) == report
    assert "enrolling and embedding, in turn" in steps


def test_no_photos(tmp_path: Path) -> None:
    pytest.importorskip("onnxruntime")
    embedder = embed.load(write_tiny_embedder(tmp_path / "tiny.onnx"), "cpu", 1)
    with pytest.raises(InputError, match="no photos"):
        measure_enrolment([], embedder, 1, lambda words, done, of: None)
