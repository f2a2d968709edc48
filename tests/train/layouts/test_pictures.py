from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from photo_sets import class_folders

from train.layouts import Entry, Skipped, find
from train.layouts.pictures import each, pictures


def test_in_order_whatever_the_number_of_threads(tmp_path: Path) -> None:
    entries = find(class_folders(tmp_path, classes=3, photos=40)).entries
    assert list(each(lambda entry: entry.path, entries)) == [entry.path for entry in entries]


def test_a_short_side_is_the_most_that_is_kept(tmp_path: Path) -> None:
    entries = find(class_folders(tmp_path)).entries
    assert {image.shape for image in pictures(entries, 20) if isinstance(image, np.ndarray)} == {(20, 20, 3)}
    assert {image.shape for image in pictures(entries, 99) if isinstance(image, np.ndarray)} == {(32, 32, 3)}


def test_a_missing_file_is_skipped_and_the_bar_is_on_standard_error(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (skipped,) = pictures([Entry(tmp_path / "gone.jpg", "a")], 20, progress=True)
    assert skipped == Skipped(tmp_path / "gone.jpg", "cannot be read (No such file or directory)")
    assert str(skipped).endswith("gone.jpg: cannot be read (No such file or directory)")
    assert capsys.readouterr().out == ""
