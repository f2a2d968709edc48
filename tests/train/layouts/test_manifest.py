from __future__ import annotations

from pathlib import Path

import cv2
import numpy as np
import pytest
from photo_sets import class_folders, mask, save

from gallery.errors import InputError
from train.data import read
from train.layouts import find


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    class_folders(tmp_path)
    save(tmp_path / "masks" / "0.png", mask())
    return tmp_path


def write(folder: Path, *lines: str, name: str = "manifest.csv") -> Path:
    path = folder / name
    path.write_text("\n".join(lines) + "\n", "utf-8")
    return path


def test_all_columns_in_any_order(folder: Path) -> None:
    write(
        folder,
        "class,path,split,mask,x1,y1,x2,y2",
        "Café,class0/0.png,train,,,,,",
        "Café,class0/1.png,valid,masks/0.png,,,,",
        '"tea, green",class1/0.png,TEST,,4,8,20,32',
    )
    listing = find(folder)
    assert listing.layout == "CSV manifest"
    first, second, third = listing.entries
    assert (first.name, first.split, first.mask, first.box) == ("Café", "train", None, None)
    assert (second.split, second.mask) == ("val", folder / "masks/0.png")
    assert (third.name, third.split, third.box) == ("tea, green", "test", (4, 8, 20, 32))
    photos, _ = read([folder])
    assert photos.images[1].shape == (32, 32, 4)
    whole = cv2.imread(str(folder / "class1/0.png"))
    assert np.array_equal(photos.images[2], whole[8:32, 4:20])


def test_the_file_itself_may_be_given_and_needs_two_columns_only(folder: Path) -> None:
    path = write(folder, "\ufeffpath,class", "class0/0.png,a", "class1/0.png,b", name="any.csv")
    assert [(entry.path, entry.name) for entry in find(path).entries] == [
        (folder / "class0/0.png", "a"),
        (folder / "class1/0.png", "b"),
    ]


@pytest.mark.parametrize(
    ("lines", "problem"),
    [
        (["path,class,colour", "class0/0.png,a,red"], "unknown column 'colour'"),
        (["path;class", "class0/0.png;a"], "unknown column 'path;class'; no column 'path', 'class'"),
        (["path,class,class", "class0/0.png,a,b"], "twice the column 'class'"),
        (["file,class"], "no column 'path'"),
        (["path,class", "class0/0.png,a", "class0/7.png,a"], "no such file, line 3: class0/7.png"),
        (["path,class", *[f"{n}x.png,a" for n in range(5)]], "line 4: 2x.png and 2 more"),
        (["path,class,mask", "class0/0.png,a,masks/9.png"], "line 2: masks/9.png"),
        (["path,class", "class0/0.png,"], "line 2: class: "),
        (["path,class", "class0/0.png"], "line 2: class: "),
        (["path,class", "class0/0.png,a,b"], "line 2:"),
        (["path,class,split", "class0/0.png,a,both"], "line 2: split: .*'both' is not train, val or test"),
        (["path,class,x1,y1,x2,y2", "class0/0.png,a,1,2,3,"], "line 2: .*a box needs all of"),
        (["path,class,x1,y1,x2,y2", "class0/0.png,a,9,2,3,8"], "line 2: .*is empty"),
        (["path,class,x1,y1,x2,y2", "class0/0.png,a,left,2,3,8"], "line 2: x1: "),
        (["path,class"], "no photo found"),
    ],
)
def test_a_fault_names_file_and_line(folder: Path, lines: list[str], problem: str) -> None:
    write(folder, *lines)
    with pytest.raises(InputError, match=problem) as caught:
        find(folder)
    assert str(folder) in caught.value.problem


def test_what_is_no_csv_is_refused(folder: Path) -> None:
    (folder / "bad.csv").write_bytes(b"path,class\n\xff\xfe\x00,a\n")
    with pytest.raises(InputError, match=r"bad\.csv"):
        find(folder / "bad.csv")


def test_a_box_outside_its_photo_is_skipped(folder: Path) -> None:
    lines = ["path,class,x1,y1,x2,y2", "class0/0.png,a,0,0,99,20", "class0/1.png,a,,,,", "class1/1.png,b,,,,"]
    write(folder, *lines)
    (skipped,) = read([folder])[1]
    assert skipped.reason == "its box 0 0 99 20 reaches outside the photo of 32x32"
