"""Releases of Jetson Linux and JetPack, from the files that say so."""

from __future__ import annotations

from pathlib import Path

import pytest
from bench.device.boards import STATUS, write

from edge.bench.device.jetpack import jetpack_of, l4t_of
from edge.bench.device.tree import Tree


@pytest.mark.parametrize(
    ("first_line", "l4t"),
    [
        ("# R36 (release), REVISION: 4.4, GCID: 41062509, BOARD: generic, EABI: aarch64", "36.4.4"),
        ("# R38 (release), REVISION: 2.0, GCID: 41844464, BOARD: generic, EABI: aarch64", "38.2.0"),
        ("# R36 (release), REVISION: 3, GCID: 1", "36.3.0"),
        ("something else", None),
    ],
)
def test_the_release_of_jetson_linux(tmp_path: Path, first_line: str, l4t: str | None) -> None:
    write(tmp_path, "etc/nv_tegra_release", f"{first_line}\n# KERNEL_VARIANT: oot\n")
    assert l4t_of(Tree(tmp_path)) == l4t


@pytest.mark.parametrize(
    ("version", "jetpack"), [("6.2.1+b38", "6.2.1"), ("5.1.1-b56", "5.1.1"), ("7.2.1-b49", "7.2.1")]
)
def test_the_package_says_it_first(tmp_path: Path, version: str, jetpack: str) -> None:
    write(tmp_path, "var/lib/dpkg/status", STATUS.format(version))
    assert jetpack_of(Tree(tmp_path), "36.3.0") == jetpack


def test_a_package_that_was_removed_says_nothing(tmp_path: Path) -> None:
    text = STATUS.format("6.0+b106").replace("ok installed\nPriority", "deinstall ok config-files\nPriority")
    write(tmp_path, "var/lib/dpkg/status", text)
    assert jetpack_of(Tree(tmp_path), None) is None


@pytest.mark.parametrize(
    ("l4t", "jetpack"),
    [
        ("39.2.0", "7.2, by L4T 39.2.0"),
        ("36.9.9", "6.x, by L4T 36.9.9"),
        ("41.1.0", None),
        (None, None),
    ],
)
def test_else_jetson_linux_does(tmp_path: Path, l4t: str | None, jetpack: str | None) -> None:
    assert jetpack_of(Tree(tmp_path), l4t) == jetpack
