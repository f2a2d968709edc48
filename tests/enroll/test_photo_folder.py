from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from enroll.pictures import save, scene

from edge.photo.folder import photos_in
from gallery.errors import InputError


def test_natural_order_without_masks_hidden_and_other_files(tmp_path: Path) -> None:
    for name in ("10.jpg", "9.JPG".lower(), "1.png", "b2.webp", "B10.jpeg", "5.jpg"):
        save(tmp_path / name, scene())
    mask = np.zeros((96, 128), np.uint8)
    mask[5:50, 5:50] = 255
    save(tmp_path / "5.png", mask)
    save(tmp_path / "10.mask.png", mask)
    for name in (".hidden.jpg", "notes.txt", "products.csv", "product.toml", "Thumbs.db"):
        (tmp_path / name).write_bytes(b"x")
    (tmp_path / "more").mkdir()
    found = photos_in(tmp_path)
    assert [path.name for path in found.photos] == [
        "1.png",
        "5.jpg",
        "9.jpg",
        "10.jpg",
        "b2.webp",
        "B10.jpeg",
    ]
    assert found.skipped == ()


def test_upper_case_suffix_and_broken_links_are_photos_too(tmp_path: Path) -> None:
    save(tmp_path / "a.jpg", scene()).rename(tmp_path / "a.JPG")
    (tmp_path / "gone.jpg").symlink_to(tmp_path / "nowhere.jpg")
    assert [path.name for path in photos_in(tmp_path).photos] == ["a.JPG", "gone.jpg"]


def test_photos_of_other_formats_are_told_of(tmp_path: Path) -> None:
    for name in ("a.heic", "b.BMP", "c.gif", "d.tiff"):
        (tmp_path / name).write_bytes(b"x")
    save(tmp_path / "lonely.mask.png", scene())
    skipped = photos_in(tmp_path).skipped
    assert len(skipped) == 5
    assert all("convert it to JPEG" in line for line in skipped[:4])
    assert "a.heic" in skipped[0]
    assert "lonely.mask.png: mask without a photo" in skipped[4]


def test_missing_folder(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="nowhere"):
        photos_in(tmp_path / "nowhere")
