"""The command writes between its markers and nowhere else."""

from __future__ import annotations

from pathlib import Path

import pytest
from peers.page import BEGINS, ENDS, put

from gallery.errors import InputError


def test_the_rest_of_the_page_stays(tmp_path: Path) -> None:
    page = tmp_path / "page.md"
    page.write_text(f"# Head\n{BEGINS}\nold\n{ENDS}\ntail\n", "utf-8")
    put(page, "new")
    put(page, "newer")
    assert page.read_text("utf-8") == f"# Head\n{BEGINS}\n\nnewer\n\n{ENDS}\ntail\n"


@pytest.mark.parametrize("text", ["no markers", f"{BEGINS} only", f"{ENDS}{BEGINS}"])
def test_a_page_without_its_markers_is_refused(tmp_path: Path, text: str) -> None:
    page = tmp_path / "page.md"
    page.write_text(text, "utf-8")
    with pytest.raises(InputError, match="no place"):
        put(page, "new")
    assert page.read_text("utf-8") == text


def test_a_missing_page_is_refused(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"missing\.md"):
        put(tmp_path / "missing.md", "new")


def test_the_page_of_the_docs_has_its_markers() -> None:
    text = (Path(__file__).resolve().parents[2] / "docs" / "benchmarks.md").read_text("utf-8")
    assert text.count(BEGINS) == text.count(ENDS) == 1
    assert text.index(BEGINS) < text.index(ENDS)
