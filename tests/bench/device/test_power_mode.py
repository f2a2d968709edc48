"""The power mode, as nvpmodel answers or wrote it down."""

from __future__ import annotations

from pathlib import Path

from bench.device.boards import ORIN_NANO_SUPER, write

from edge.bench.device.power_mode import power_mode_of
from edge.bench.device.tree import Tree


def test_nvpmodel_is_asked(tmp_path: Path) -> None:
    said = "NVPM WARN: fan mode is not set!\nNV Power Mode: 25W\n1\n"
    assert power_mode_of(Tree(ORIN_NANO_SUPER.lay(tmp_path)), lambda command: said) == "25W"


def test_where_it_may_not_run_its_files_are_read(tmp_path: Path) -> None:
    tree = Tree(ORIN_NANO_SUPER.lay(tmp_path))
    assert power_mode_of(tree, lambda command: None) == "MAXN_SUPER"
    write(tmp_path, "var/lib/nvpmodel/status", "pmode:0007 fmode:quiet\n")
    assert power_mode_of(tree, lambda command: None) == "mode 7"


def test_without_either_there_is_none(tmp_path: Path) -> None:
    assert power_mode_of(Tree(tmp_path), lambda command: None) is None
