"""What is no gallery, or no longer a whole one, is refused in words and left as it is."""

from __future__ import annotations

import os
import sqlite3
import subprocess
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from shelf import DIMENSION, MODEL, item, open_gallery, state

from gallery import Gallery, GalleryError, InputError
from gallery.store import database

ROOT = Path(__file__).resolve().parents[3]
SHELF = Path(__file__).resolve().parents[1]


@pytest.fixture
def path(tmp_path: Path) -> Path:
    place = tmp_path / "shop.gallery"
    with open_gallery(place) as gallery:
        gallery.enroll([item(f"p{number}", *"12345") for number in range(20)])
    return place


def _edit(statement: str) -> Callable[[Path], None]:
    def edit(path: Path) -> None:
        connection = sqlite3.connect(path)
        connection.execute(statement)
        connection.commit()
        connection.close()

    return edit


def _overwrite(path: Path) -> None:
    data = bytearray(path.read_bytes())
    data[4096 : len(data) - 4096] = np.random.default_rng(0).bytes(len(data) - 8192)
    path.write_bytes(data)


@pytest.mark.parametrize(
    ("harm", "word"),
    [
        (lambda path: path.write_bytes(b""), "not a gallery"),
        (lambda path: path.write_bytes(b"PK\x03\x04" * 4000), "not a gallery"),
        (lambda path: path.write_bytes(path.read_bytes()[:50]), "not a gallery"),
        (lambda path: path.write_bytes(path.read_bytes()[:-5000]), "cut short"),
        (lambda path: path.write_bytes(path.read_bytes()[:4096]), "cut short"),
        (_overwrite, "damaged"),
        (_edit("PRAGMA user_version = 99"), "format 99"),
        (_edit("PRAGMA application_id = 1"), "not a gallery"),
        (_edit("DELETE FROM versions"), "does not say its version and model"),
        (_edit("DROP TABLE pictures"), "has no table 'pictures'"),
    ],
)
def test_a_file_that_cannot_be_trusted_is_refused_and_left_alone(
    path: Path, harm: Callable[[Path], None], word: str
) -> None:
    harm(path)
    before = path.read_bytes()
    for create in (False, True):
        with pytest.raises(GalleryError, match=word) as caught:
            Gallery.open(path, model=MODEL, dimension=DIMENSION, create=create)
        assert str(path) in caught.value.problem
        assert caught.value.remedy
    assert path.read_bytes() == before


def test_an_ordinary_database_is_no_gallery(tmp_path: Path) -> None:
    _edit("CREATE TABLE t (a)")(tmp_path / "other.db")
    with pytest.raises(GalleryError, match="not a gallery"):
        open_gallery(tmp_path / "other.db")


@pytest.mark.parametrize("change", ["vector = zeroblob(64)", "vector = x'00'"])
def test_a_damaged_vector_is_refused(path: Path, change: str) -> None:
    _edit(f"UPDATE views SET {change} WHERE id = 7")(path)
    with open_gallery(path) as gallery, pytest.raises(GalleryError, match="damaged"):
        gallery.matrix()


def test_a_missing_gallery_names_the_command_that_makes_one(tmp_path: Path) -> None:
    with pytest.raises(GalleryError) as caught:
        Gallery.open(tmp_path / "none", model=MODEL, dimension=DIMENSION)
    assert "checkout-edge enroll" in caught.value.remedy
    with pytest.raises(GalleryError):
        Gallery.inspect(tmp_path)
    with pytest.raises(InputError, match="folder"):
        open_gallery(tmp_path / "no" / "folder")
    assert list(tmp_path.iterdir()) == []


def test_a_writer_waits_for_another_and_then_says_so(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(database, "BUSY_SECONDS", 0.05)
    other = sqlite3.connect(path, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    with open_gallery(path) as gallery:
        assert len(gallery.products()) == 20
        with pytest.raises(GalleryError, match="locked"):
            gallery.enroll([item("new", "1")])
        other.execute("ROLLBACK")
        gallery.enroll([item("new", "1")])
    other.close()


def test_a_gallery_held_by_one_program_alone_is_said_to_be_locked(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(database, "BUSY_SECONDS", 0.05)
    other = sqlite3.connect(path, isolation_level=None)
    other.execute("PRAGMA locking_mode = EXCLUSIVE")
    other.execute("BEGIN EXCLUSIVE")
    with pytest.raises(GalleryError, match="locked"):
        open_gallery(path)
    other.close()


def test_a_full_disk_loses_nothing(path: Path) -> None:
    with open_gallery(path) as gallery:
        before = state(gallery), gallery.version
        pages = gallery.stats().bytes // 4096
        gallery._file.connection.execute(f"PRAGMA max_page_count = {pages + 2}")
        with pytest.raises(GalleryError, match="disk is full"):
            gallery.enroll([item(f"q{number}", *"12345") for number in range(200)])
        assert (state(gallery), gallery.version) == before
    with open_gallery(path) as gallery:
        assert (state(gallery), gallery.version) == before
        gallery.enroll([item("new", "1")])


def _run_alone(code: str, *arguments: object) -> subprocess.CompletedProcess[str]:
    environment = {
        **os.environ,
        "PYTHONPATH": f"{ROOT}{os.pathsep}{SHELF}{os.pathsep}{Path(__file__).parent}",
    }
    return subprocess.run(
        [sys.executable, "-B", "-c", code, *map(str, arguments)],
        env=environment,
        capture_output=True,
        text=True,
        timeout=60,
    )


def test_a_write_that_the_system_refuses_loses_nothing(path: Path) -> None:
    code = """
import resource, signal, sys
from pathlib import Path
from shelf import *
from gallery import GalleryError
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
with open_gallery(Path(sys.argv[1])) as gallery:
    before = state(gallery)
    resource.setrlimit(resource.RLIMIT_FSIZE, (60_000, resource.RLIM_INFINITY))
    try:
        gallery.enroll([item(f"q{n}", *"12345") for n in range(500)])
    except GalleryError as error:
        print(error.problem)
    resource.setrlimit(resource.RLIMIT_FSIZE, (resource.RLIM_INFINITY, resource.RLIM_INFINITY))
    print(state(gallery) == before)
"""
    done = _run_alone(code, path)
    assert done.returncode == 0, done.stderr
    problem, unchanged = done.stdout.splitlines()
    assert "disk" in problem
    assert unchanged == "True"


def test_a_read_only_folder_can_be_read_and_says_why_it_cannot_be_written() -> None:
    code = """
import os, sys
import numpy.random, sqlite3.dbapi2  # before the environment may become unreadable
from pathlib import Path
from shelf import *
from gallery import GalleryError
path = Path(sys.argv[1])
if os.geteuid() == 0:  # to root no folder is read-only
    os.setuid(65534)
with Gallery.open(path, model=MODEL, dimension=DIMENSION) as gallery:
    print(len(gallery.matrix()[2]))
    for place, change in (
        (path, lambda: gallery.enroll([item("new", "1")])),
        (path.with_name("new"), lambda: open_gallery(path.with_name("new"))),
    ):
        try:
            change()
        except GalleryError as error:
            print(error.problem, "|", error.remedy)
"""
    with tempfile.TemporaryDirectory() as name:
        path = Path(name) / "shop.gallery"
        with open_gallery(path) as gallery:
            gallery.enroll([item("milk", "1")])
        path.chmod(0o444)
        Path(name).chmod(0o555)
        try:
            done = _run_alone(code, path)
        finally:
            Path(name).chmod(0o755)
        assert done.returncode == 0, done.stderr
        views, enrolled, created = done.stdout.splitlines()
        assert views == "1"
        assert "read-only" in enrolled
        assert "new" in created
        assert "rights" in created
        assert os.listdir(name) == ["shop.gallery"]
