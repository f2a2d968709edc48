from __future__ import annotations

import json
from pathlib import Path

import pytest

from gallery.errors import InputError
from train.recipes.run_dir import EARLY, SETTINGS, begin, check
from train.settings import PaperSettings

ONE = PaperSettings()


def test_a_new_an_empty_and_its_own_folder_do(tmp_path: Path) -> None:
    check(tmp_path / "new", ONE, ["photos"])
    check(tmp_path, ONE, ["photos"])
    for name in EARLY:
        (tmp_path / name).touch()
    check(tmp_path, ONE, ["photos"])
    begin(tmp_path, ONE, ["photos"])
    check(tmp_path, ONE, ["photos"])
    check(tmp_path, PaperSettings(workers=3, checkpoint_steps=9), ["photos"])
    written = json.loads((tmp_path / SETTINGS).read_text())
    assert (written["recipe"], written["backbone"], written["data"]) == (
        "paper",
        "efficientnet_b2",
        ["photos"],
    )


def test_another_run_is_refused_by_what_differs(tmp_path: Path) -> None:
    begin(tmp_path, ONE, ["photos"])
    with pytest.raises(InputError, match="data, seed differ"):
        check(tmp_path, PaperSettings(seed=1), ["others"])


def test_settings_that_cannot_be_read_and_other_files_are_refused(tmp_path: Path) -> None:
    (tmp_path / SETTINGS).write_text("{")
    with pytest.raises(InputError, match=SETTINGS):
        check(tmp_path, ONE, [])
    (tmp_path / SETTINGS).rename(tmp_path / "other.json")
    with pytest.raises(InputError, match="not a training run"):
        check(tmp_path, ONE, [])
