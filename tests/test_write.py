from __future__ import annotations

import os
from pathlib import Path

import pytest

from edge.write import check_place, write_whole
from gallery.errors import InputError


def test_a_file_replaces_the_one_before_and_leaves_nothing_beside(tmp_path: Path) -> None:
    path = tmp_path / "file"
    for data in (b"one", b"two", b""):
        write_whole(path, data)
        assert path.read_bytes() == data
    assert [entry.name for entry in tmp_path.iterdir()] == ["file"]


@pytest.mark.parametrize("step", ["fsync", "replace"])
def test_whole_or_not_at_all(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, step: str) -> None:
    path = tmp_path / "file"
    write_whole(path, b"one")

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, step, full)
    with pytest.raises(InputError, match="cannot be written: No space left") as caught:
        write_whole(path, b"two")
    assert str(path) in caught.value.problem
    assert path.read_bytes() == b"one"
    assert [entry.name for entry in tmp_path.iterdir()] == ["file"]


def test_nothing_is_left_where_writing_is_interrupted(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def pressed(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(os, "replace", pressed)
    with pytest.raises(KeyboardInterrupt):
        write_whole(tmp_path / "file", b"one")
    assert not list(tmp_path.iterdir())


def test_a_missing_folder_is_named(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="No such file or directory"):
        write_whole(tmp_path / "none" / "file", b"one")


def test_a_link_is_followed_and_a_device_stays_one(tmp_path: Path) -> None:
    (tmp_path / "link").symlink_to(tmp_path / "file")
    write_whole(tmp_path / "link", b"one")
    assert (tmp_path / "file").read_bytes() == b"one"
    assert (tmp_path / "link").is_symlink()
    os.mkfifo(tmp_path / "pipe")
    reader = os.open(tmp_path / "pipe", os.O_RDONLY | os.O_NONBLOCK)
    write_whole(tmp_path / "pipe", b"two")
    assert os.read(reader, 9) == b"two"
    os.close(reader)
    with pytest.raises(InputError, match="No space left"):
        write_whole(Path("/dev/full"), b"three")
    assert not Path("/dev/full").is_file()


def test_a_folder_in_the_way_is_named(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="Is a directory"):
        write_whole(tmp_path, b"one")


def test_a_place_is_checked_without_writing(tmp_path: Path) -> None:
    check_place(tmp_path / "new.html", "--report")
    check_place(Path(os.devnull), "--report")
    assert list(tmp_path.iterdir()) == []
    for path, part in ((tmp_path, "is a folder"), (tmp_path / "no" / "x.html", "no does not exist")):
        with pytest.raises(InputError, match=part) as told:
            check_place(path, "--report")
        assert told.value.problem.startswith(f"--report {path}: ")


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write everywhere")
def test_a_place_that_may_not_be_written_is_told_of(tmp_path: Path) -> None:
    tmp_path.chmod(0o500)
    with pytest.raises(InputError, match="cannot be written"):
        check_place(tmp_path / "new.html", "--report")
