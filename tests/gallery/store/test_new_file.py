from __future__ import annotations

import os
import signal
from pathlib import Path

import pytest
from shelf import item, open_gallery

from gallery import GalleryError
from gallery.store.new_file import publish


def test_a_file_appears_whole_and_never_in_place_of_another(tmp_path: Path) -> None:
    for content, expected in (("one", True), ("two", False)):
        (tmp_path / "draft").write_text(content)
        assert publish(tmp_path / "draft", tmp_path / "file") is expected
        (tmp_path / "draft").unlink(missing_ok=True)
    assert (tmp_path / "file").read_text() == "one"


def test_without_hard_links_it_does_too(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refused(*_: object) -> None:
        raise PermissionError

    monkeypatch.setattr(os, "link", refused)
    test_a_file_appears_whole_and_never_in_place_of_another(tmp_path)


def test_the_log_of_a_gallery_that_is_gone_is_not_written_into_a_new_one(tmp_path: Path) -> None:
    path = tmp_path / "shop.gallery"
    child = os.fork()
    if child == 0:
        gallery = open_gallery(path)
        gallery.enroll([item("milk", "1")])
        os.kill(os.getpid(), signal.SIGKILL)
    os.waitpid(child, 0)
    path.unlink()
    with pytest.raises(GalleryError, match=r"shop\.gallery-wal holds the last changes") as caught:
        open_gallery(path)
    assert "move its log away" in caught.value.remedy
    (tmp_path / "shop.gallery-wal").unlink()
    with open_gallery(path) as gallery:
        assert gallery.products() == []
