from __future__ import annotations

from pathlib import Path

import pytest
from photo_sets import class_folders, fss, picture, save

from gallery.errors import InputError
from train.layouts import find

DATA = Path(__file__).resolve().parents[4] / "shared/data"


def test_a_missing_folder_is_named(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="nothing: not a folder"):
        find(tmp_path / "nothing")


def test_a_folder_nobody_may_enter_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(_: Path) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "iterdir", refuse)
    with pytest.raises(InputError, match=f"folder {tmp_path}: Permission denied"):
        find(tmp_path)


def test_no_photo_and_what_to_give_instead(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="no photo found") as caught:
        find(tmp_path)
    assert "one folder of JPEG, PNG or WebP photos for each class" in caught.value.remedy
    folder = class_folders(tmp_path / "toy")
    with pytest.raises(InputError, match="no photo found") as caught:
        find(folder / "class0")
    assert str(folder) in caught.value.remedy


def test_a_manifest_goes_before_everything_else(tmp_path: Path) -> None:
    fss(tmp_path / "train")
    assert find(tmp_path).layout == "train/val/test folders"
    assert find(tmp_path / "train").layout == "FSS-1000"
    (tmp_path / "manifest.csv").write_text("path,class\ntrain/class0/1.jpg,a\n")
    assert find(tmp_path).layout == "CSV manifest"


def test_a_broken_link_is_no_reason_to_stop(tmp_path: Path) -> None:
    save(class_folders(tmp_path) / "class0" / "5.png", picture(5)).unlink()
    (tmp_path / "class0" / "5.png").symlink_to(tmp_path / "gone.png")
    assert len(find(tmp_path).entries) == 5


@pytest.mark.parametrize(
    ("folder", "layout", "photos", "classes"),
    [
        ("grocery", "train/val/test folders", 3264, 66),  # test names one class otherwise
        ("grocery/train", "a folder a class", 2106, 65),
        ("caltech101", "a folder a class", 2020, 101),
        ("packaged8/cutouts", "a folder a class", 160, 8),
    ],
)
def test_the_sets_at_hand(folder: str, layout: str, photos: int, classes: int) -> None:
    if not (DATA / folder).is_dir():
        pytest.skip(f"{DATA / folder} is not there")
    listing = find(DATA / folder)
    assert (listing.layout, len(listing.entries)) == (layout, photos)
    assert len({entry.name for entry in listing.entries}) == classes
