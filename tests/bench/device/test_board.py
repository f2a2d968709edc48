"""Boards, told by fake device trees: an Orin Nano Super, an AGX Orin and a Thor."""

from __future__ import annotations

from pathlib import Path

from bench.device.boards import AGX_ORIN, ORIN_NANO_SUPER, THOR, write

from edge.bench.device.board import Board, board_of
from edge.bench.device.tree import Tree


def test_an_orin_nano_super_with_its_clocks_fixed(tmp_path: Path) -> None:
    fake = ORIN_NANO_SUPER
    assert board_of(Tree(fake.lay(tmp_path)), fake.run) == Board(
        name="NVIDIA Jetson Orin Nano Engineering Reference Developer Kit Super",
        l4t="36.4.4",
        jetpack="6.2.1",
        power_mode="MAXN_SUPER",
        fixed=True,
        fan=29.8,
    )


def test_an_agx_orin_without_jetpack_and_without_a_fan(tmp_path: Path) -> None:
    fake = AGX_ORIN
    assert board_of(Tree(fake.lay(tmp_path)), fake.run) == Board(
        name="NVIDIA Jetson AGX Orin Developer Kit",
        l4t="36.4.0",
        jetpack="6.1, by L4T 36.4.0",
        power_mode="MAXN",
        fixed=False,
        fan=None,
    )


def test_a_thor(tmp_path: Path) -> None:
    fake = THOR
    board = board_of(Tree(fake.lay(tmp_path)), fake.run)
    assert board == Board(
        name="NVIDIA Jetson AGX Thor Developer Kit",
        l4t="38.2.0",
        jetpack="7.0, by L4T 38.2.0",
        power_mode="120W",
        fixed=False,
        fan=None,
    )


def test_a_thors_video_engines_do_not_say_whether_its_clocks_are_fixed(tmp_path: Path) -> None:
    THOR.lay(tmp_path)
    write(tmp_path, "sys/class/devfreq/gpu-gpc-0/min_freq", "1575000000\n")
    board = board_of(Tree(tmp_path), THOR.run)
    assert board is not None
    assert board.fixed


def test_on_another_makers_carrier_the_module_is_named(tmp_path: Path) -> None:
    write(tmp_path, "proc/device-tree/model", "Acme Till Board\0")
    write(tmp_path, "proc/device-tree/compatible", "acme,till\0nvidia,p3767-0000\0nvidia,tegra234\0")
    board = board_of(Tree(tmp_path), lambda command: None)
    assert board == Board("Acme Till Board (Jetson Orin NX 16GB)", None, None, None, None, None)


def test_a_tree_without_a_model_is_a_jetson_all_the_same(tmp_path: Path) -> None:
    write(tmp_path, "proc/device-tree/compatible", "nvidia,tegra234\0")
    board = board_of(Tree(tmp_path), lambda command: None)
    assert board is not None
    assert board.name == "a Jetson"


def test_what_is_no_jetson(tmp_path: Path) -> None:
    assert board_of(Tree(tmp_path), lambda command: None) is None
    write(tmp_path, "proc/device-tree/model", "Raspberry Pi 5 Model B Rev 1.0\0")
    write(tmp_path, "proc/device-tree/compatible", "raspberrypi,5-model-b\0brcm,bcm2712\0")
    assert board_of(Tree(tmp_path), lambda command: None) is None
