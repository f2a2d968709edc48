"""A process that looks at a gallery twice must not lose the locks that keep its log in place."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from shelf import item, open_gallery, view

from gallery import Gallery, Recogniser

ROOT = Path(__file__).resolve().parents[3]
ENROL = """
import sys
from shelf import item, open_gallery
with open_gallery(sys.argv[1]) as gallery:
    gallery.enroll([item(sys.argv[2], "1", "2")])
"""


def _enrol_elsewhere(path: Path, sku: str) -> None:
    code = f"import sys; sys.path[:0] = [{str(ROOT)!r}, {str(Path(__file__).parents[1])!r}]\n{ENROL}"
    subprocess.run([sys.executable, "-c", code, str(path), sku], check=True, timeout=60)


def test_a_till_sees_every_change_of_other_processes_however_often_it_opened_the_file(tmp_path: Path) -> None:
    path = tmp_path / "shop.gallery"
    with open_gallery(path) as gallery:
        gallery.enroll([item("first", "1")])
        till = Recogniser(gallery, 0.5)
        for number in range(4):
            _enrol_elsewhere(path, f"new{number}")
            assert path.with_name("shop.gallery-wal").exists(), "another process took the log away"
            assert till.refresh(wait=True)
            assert till.recognise(view(f"new{number}/1").vector[None])[0].sku == f"new{number}"
            Gallery.inspect(path).close()
        assert gallery.version == till.version == 5
