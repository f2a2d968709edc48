"""Files under a root: their text, numbers, and those that are not there."""

from __future__ import annotations

from pathlib import Path

from bench.device.boards import write

from edge.bench.device.tree import Tree


def test_text_and_numbers(tmp_path: Path) -> None:
    write(tmp_path, "proc/device-tree/model", "A Board\0")
    write(tmp_path, "sys/a/temp", "63625\n")
    tree = Tree(tmp_path)
    assert tree.text("/proc/device-tree/model") == "A Board"
    assert (tree.number("/sys/a/temp"), tree.number("/proc/device-tree/model")) == (63625, None)


def test_what_is_not_there_is_none(tmp_path: Path) -> None:
    tree = Tree(tmp_path)
    assert (tree.text("/no/file"), tree.number("/no/file"), tree.text("/")) == (None, None, None)
    assert tree.glob("/sys/class/*/name") == ()


def test_a_pattern_gives_names_in_order(tmp_path: Path) -> None:
    for number in (2, 0, 1):
        write(tmp_path, f"sys/class/hwmon/hwmon{number}/name", "x")
    names = Tree(tmp_path).glob("/sys/class/hwmon/hwmon*/name")
    assert names == tuple(f"/sys/class/hwmon/hwmon{number}/name" for number in range(3))
