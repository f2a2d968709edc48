from __future__ import annotations

from pathlib import Path

import pytest
from shelf import item, open_gallery

from edge.cli.gallery import indexed
from edge.cli.gallery.indexed import keep_index


def test_what_was_done_is_said(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    with open_gallery(tmp_path / "shop.gallery") as gallery:
        gallery.enroll([item("a", "0")])
        keep_index(gallery)  # a small gallery has none
        assert capsys.readouterr() == ("", "")
        monkeypatch.setattr(indexed, "keep_graph", lambda *_: "indexed 9 views [all]")
        keep_index(gallery)
    assert capsys.readouterr() == ("", "indexed 9 views [all]\n")
