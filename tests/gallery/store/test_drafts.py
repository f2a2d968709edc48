from __future__ import annotations

import os
import time
from pathlib import Path

import pytest

from gallery.store import drafts
from gallery.store.drafts import draft


def test_what_is_made_beside_a_file_can_be_moved_to_it_and_leaves_nothing(tmp_path: Path) -> None:
    with draft(tmp_path / "shop") as made:
        for suffix in ("", "-journal", "-wal", "-shm"):
            made.with_name(made.name + suffix).write_text("half")
        assert made.parent == tmp_path
        os.replace(made, tmp_path / "shop")
    assert os.listdir(tmp_path) == ["shop"]


def test_nothing_is_left_of_one_that_failed(tmp_path: Path) -> None:
    def fail(made: Path) -> None:
        made.write_text("half")
        raise RuntimeError

    with pytest.raises(RuntimeError), draft(tmp_path / "shop") as made:
        fail(made)
    assert not os.listdir(tmp_path)


def test_old_drafts_of_killed_processes_are_swept_and_nothing_else(tmp_path: Path) -> None:
    old = (".shop.1.new", ".shop.1.new-journal", "..shop.1.new.1.new-wal")
    kept = ("shop", "shop.1.new", ".shop", ".shop.notes", ".shops.1.new", ".shop.x.new", ".my.shop.1.new")
    long_ago = time.time() - drafts.STALE_SECONDS - 1
    for name in (*old, *kept, ".shop.2.new"):
        (tmp_path / name).write_text("")
        os.utime(tmp_path / name, (long_ago, long_ago))
    os.utime(tmp_path / ".shop.2.new")
    with draft(tmp_path / "shop"):
        pass
    assert sorted(os.listdir(tmp_path)) == sorted([*kept, ".shop.2.new"])
