from __future__ import annotations

import logging
import os
from pathlib import Path

import numpy as np
import pytest
from photo_sets import class_folders, picture, save

import train.layouts.cache as cache_file
from train.data import Photos, read
from train.layouts.cache import default_cache


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    folder = class_folders(tmp_path / "toy", classes=3)
    (folder / "class1" / "broken.png").write_bytes(b"no photo")
    return folder


@pytest.fixture
def decoded(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """How many photos each call of `pictures` was asked for."""
    asked: list[int] = []
    real = cache_file.pictures

    def counted(entries, *rest):  # type: ignore[no-untyped-def]
        asked.append(len(entries))
        return real(entries, *rest)

    monkeypatch.setattr(cache_file, "pictures", counted)
    return asked


def same(one: Photos, other: Photos) -> bool:
    return one.classes == other.classes and all(map(np.array_equal, one.images, other.images))


def test_the_second_time_nothing_but_the_broken_photo_is_decoded(
    folder: Path, tmp_path: Path, decoded: list[int]
) -> None:
    plain, skipped = read([folder])
    for expected in ([7, 1], [1]):
        photos, again = read([folder], tmp_path / "cache")
        assert same(photos, plain)
        assert again == skipped
        assert decoded == expected
        decoded.clear()


def test_a_changed_photo_is_decoded_anew_and_the_old_file_goes(folder: Path, tmp_path: Path) -> None:
    before, _ = read([folder], tmp_path / "cache")
    save(folder / "class0" / "0.png", picture(77))
    os.utime(folder / "class0" / "0.png", ns=(1, 1))
    after, _ = read([folder], tmp_path / "cache")
    assert np.array_equal(after.images[0], picture(77))
    assert all(map(np.array_equal, after.images[1:], before.images[1:]))
    assert len(list((tmp_path / "cache").iterdir())) == 1


@pytest.mark.parametrize("damage", ["cut", "empty", "flipped", "foreign", "index"])
def test_a_damaged_cache_is_made_anew(
    folder: Path, tmp_path: Path, damage: str, caplog: pytest.LogCaptureFixture, decoded: list[int]
) -> None:
    plain, _ = read([folder], tmp_path / "cache")
    (file,) = (tmp_path / "cache").iterdir()
    data = file.read_bytes()
    plain = Photos(tuple(map(np.array, plain.images)), plain.labels, plain.classes)
    file.unlink()  # the pictures above are views of it
    file.write_bytes(
        {
            "cut": data[: len(data) // 2],
            "empty": b"",
            "flipped": data[:50] + bytes([data[50] ^ 255]) + data[51:],
            "foreign": b"hello",
            "index": data[:-16] + b"\xff" * 8 + data[-8:],
        }[damage]
    )
    decoded.clear()
    with caplog.at_level(logging.WARNING):
        photos, _ = read([folder], tmp_path / "cache")
    assert same(photos, plain)
    assert "is damaged and made anew" in caplog.text
    assert decoded == [7, 1]
    assert file.read_bytes() == data


def test_without_a_place_to_write_photos_are_read_all_the_same(
    folder: Path, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    (tmp_path / "file").write_text("in the way")
    with caplog.at_level(logging.WARNING):
        photos, _ = read([folder], tmp_path / "file" / "cache")
    assert len(photos) == 6
    assert "no cache in" in caplog.text


def test_a_write_that_fails_leaves_nothing_behind(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(cache_file, "_write", full)
    assert len(read([folder], tmp_path / "cache")[0]) == 6
    assert list((tmp_path / "cache").iterdir()) == []


def test_where_the_cache_lies(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("CHECKOUT_EDGE_CACHE", str(tmp_path))
    assert default_cache() == tmp_path
    monkeypatch.delenv("CHECKOUT_EDGE_CACHE")
    monkeypatch.setenv("HOME", "/home/anna")
    assert default_cache() == Path("/home/anna/.cache/checkout-edge")
