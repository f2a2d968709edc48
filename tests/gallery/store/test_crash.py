"""A process killed at any moment of an enrolment leaves the old gallery or the new one, nothing between."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from shelf import item, open_gallery, random_units, state, view

from gallery import Product, Recogniser

ROOT = Path(__file__).resolve().parents[3]
SHELF = Path(__file__).resolve().parents[1]
BATCH = [(f"new{number}", "12345") for number in range(40)]

KILLED = """
import os, signal, sys
from pathlib import Path
from shelf import item, open_gallery
from test_crash import BATCH
path, word, count = Path(sys.argv[1]), sys.argv[2], int(sys.argv[3])
seen = 0
def watch(statement):
    global seen
    seen += statement.startswith(word)
    if seen == count:
        os.kill(os.getpid(), signal.SIGKILL)
gallery = open_gallery(path)
gallery._file.connection.set_trace_callback(watch)
gallery._file.connection.execute("PRAGMA cache_size = 4")
gallery.enroll([item(sku, *photos) for sku, photos in BATCH])
os.kill(os.getpid(), signal.SIGKILL)
"""

ENDLESS = """
import sys
from pathlib import Path
from shelf import item, open_gallery
with open_gallery(Path(sys.argv[1])) as gallery:
    for batch in range(10_000):
        gallery.enroll([item(f"b{batch}-{number}", "1", "2") for number in range(8)])
        print(batch, flush=True)
"""

ONE_MORE = """
import sys
from pathlib import Path
from shelf import *
with open_gallery(Path(sys.argv[1])) as gallery:
    gallery.enroll([(Product("late"), [view("late")])])
"""

TWENTY = """
import sys
from pathlib import Path
from shelf import item, open_gallery
for batch in range(20):
    with open_gallery(Path(sys.argv[1])) as gallery:
        gallery.enroll([item(f"{sys.argv[2]}-{batch}-{number}", "1") for number in range(3)])
"""


def _start(code: str, *arguments: object) -> subprocess.Popen[str]:
    environment = {
        **os.environ,
        "PYTHONPATH": f"{ROOT}{os.pathsep}{SHELF}{os.pathsep}{Path(__file__).parent}",
    }
    command = [sys.executable, "-c", code, *map(str, arguments)]
    return subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, text=True)


@pytest.mark.parametrize(
    ("word", "count", "kept"),
    [
        ("INSERT INTO views", 1, False),
        ("INSERT INTO views", 150, False),
        ("COMMIT", 1, False),
        ("none", 1, True),
    ],
)
def test_killed_while_enrolling(tmp_path: Path, word: str, count: int, kept: bool) -> None:
    path = tmp_path / "shop.gallery"
    with open_gallery(path) as gallery:
        gallery.enroll([item("old", "1", "2")])
        before = state(gallery)
    child = _start(KILLED, path, word, count)
    assert child.wait(60) == -signal.SIGKILL
    child.communicate()
    added = {sku: {one.photo_hash for one in item(sku, *photos)[1]} for sku, photos in BATCH}
    with open_gallery(path) as gallery:
        assert state(gallery) == ({**before, **added} if kept else before)
        assert gallery.version == (2 if kept else 1)
        gallery.enroll([item(sku, *photos) for sku, photos in BATCH])
        assert state(gallery) == {**before, **added}


def test_killed_at_any_moment_keeps_every_batch_it_reported(tmp_path: Path) -> None:
    path = tmp_path / "shop.gallery"
    child = _start(ENDLESS, path)
    assert child.stdout is not None
    for _ in range(5):
        child.stdout.readline()
    time.sleep(0.0137)
    child.kill()
    reported = 5 + len(child.communicate()[0].splitlines())
    with open_gallery(path) as gallery:
        per_batch: dict[str, int] = {}
        for sku in state(gallery):
            batch = sku.split("-")[0]
            per_batch[batch] = per_batch.get(batch, 0) + len(gallery.views(sku))
        assert set(per_batch.values()) == {16}
        assert reported <= len(per_batch) <= reported + 1
        assert gallery.version == len(per_batch)


def test_two_processes_that_make_and_fill_one_gallery_both_get_all_in(tmp_path: Path) -> None:
    children = [_start(TWENTY, tmp_path / "shop.gallery", name) for name in "ab"]
    for child in children:
        child.communicate()
        assert child.returncode == 0
    with open_gallery(tmp_path / "shop.gallery") as gallery:
        assert (gallery.stats().products, gallery.version) == (120, 40)
    assert os.listdir(tmp_path) == ["shop.gallery"]


def test_a_till_notices_another_process_within_a_second(tmp_path: Path) -> None:
    path = tmp_path / "shop.gallery"
    query = view("late").vector[None]
    with open_gallery(path) as gallery:
        gallery.enroll([(Product("early"), [view("early", random_units(1, seed=5)[0])])])
        till = Recogniser(gallery, 0.5)
        assert till.recognise(query)[0].sku is None
        assert not till.refresh()
        child = _start(ONE_MORE, path)
        assert child.wait(60) == 0
        child.communicate()
        deadline = time.monotonic() + 1
        slowest = 0.0
        while till.version == 1 and time.monotonic() < deadline:
            began = time.perf_counter()
            till.refresh()
            slowest = max(slowest, time.perf_counter() - began)
            time.sleep(0.01)
        assert till.version == 2
        assert till.recognise(query)[0].sku == "late"
        assert slowest < 0.25
