from __future__ import annotations

import hashlib
import json
import os
import zipfile
from pathlib import Path

import pytest
from store.archive.carriage import members, stocked

from gallery.errors import InputError
from gallery.store.archive import block, export


def test_the_archive_says_what_it_holds(tmp_path: Path) -> None:
    with stocked(tmp_path / "shop.gallery") as gallery:
        made = export(gallery, tmp_path / "a.archive")
        told = json.loads(members(made.path)["manifest.json"])
        assert (told["state"], told["gallery_version"]) == (gallery.state, gallery.version)
    assert told["counts"] == {"products": 3, "views": 7, "negatives": 3, "groups": 1}
    assert told["calibrated"] is True
    assert made.sha256 == hashlib.sha256(made.path.read_bytes()).hexdigest()
    assert made.bytes == made.path.stat().st_size
    content = members(made.path)
    for member in told["members"]:
        data = content.pop(member["name"])
        assert (member["size"], member["sha256"]) == (len(data), hashlib.sha256(data).hexdigest())
    assert list(content) == ["manifest.json"]


def test_the_same_version_gives_the_same_bytes(tmp_path: Path) -> None:
    with stocked(tmp_path / "shop.gallery") as gallery:
        one = export(gallery, tmp_path / "one")
        os.utime(tmp_path / "shop.gallery", (0, 0))
        assert export(gallery, tmp_path / "two").sha256 == one.sha256


def test_a_calibration_of_another_state_stays_behind(tmp_path: Path) -> None:
    with stocked(tmp_path / "shop.gallery") as gallery:
        gallery.ungroup("white")
        made = export(gallery, tmp_path / "a")
    assert not made.manifest.calibrated
    assert json.loads(members(made.path)["contents.json"])["calibration"] is None


def test_no_more_than_a_block_of_pictures_is_in_memory(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(block, "MOST_VIEWS", 3)
    seen: list[tuple[int, int]] = []
    with stocked(tmp_path / "shop.gallery") as gallery:
        made = export(gallery, tmp_path / "a", progress=lambda done, total: seen.append((done, total)))
    names = [name for name in members(made.path) if name.endswith(".pictures")]
    assert names == [f"views/{number:06d}.pictures" for number in range(4)]
    assert seen == [(done, 10) for done in range(1, 11)]


def test_what_is_there_is_not_written_over_unless_said(tmp_path: Path) -> None:
    path = tmp_path / "a"
    path.write_text("mine")
    with stocked(tmp_path / "shop.gallery") as gallery:
        with pytest.raises(InputError, match="exists"):
            export(gallery, path)
        assert path.read_text() == "mine"
        export(gallery, path, overwrite=True)
        assert zipfile.is_zipfile(path)
        for place in (gallery.path, tmp_path):
            with pytest.raises(InputError, match="exists"):
                export(gallery, place, overwrite=True)
        assert len(gallery.products()) == 3


def test_a_folder_that_is_not_there_is_told_of_and_nothing_is_left(tmp_path: Path) -> None:
    with stocked(tmp_path / "shop.gallery") as gallery:
        before = sorted(tmp_path.iterdir())
        with pytest.raises(InputError, match="cannot be written"):
            export(gallery, tmp_path / "none" / "a")
        assert sorted(tmp_path.iterdir()) == before
