from __future__ import annotations

import subprocess
import sys
from importlib.metadata import EntryPoint
from pathlib import Path
from typing import Any

import cv2
import numpy as np
import pytest
import typer
from embed.tiny import write_tiny_embedder
from typer.testing import CliRunner

from edge.cli import commands
from edge.cli.commands import OWN
from edge.cli.main import app
from edge.embed.model_file import read_model
from gallery import Gallery
from gallery.errors import InputError

UNUSED = {
    *("train", "export", "torch", "jinja2", "openvino", "http", "asyncio", "psutil", "pygments"),
    *("edge.bench", "edge.enroll", "edge.migrate", "edge.synth", "edge.show", "edge.cli.film"),
    *("gallery.verdict", "numpy.ma", "PIL.GifImagePlugin", "rich.traceback"),
}
MODULES = "import sys; from edge.cli.main import main\ntry: main()\nfinally: print('\\n', *sys.modules)"


def group() -> Any:
    return typer.main.get_command(app)


def imported(*arguments: str) -> set[str]:
    """The modules that a process of its own has imported at the end of a command."""
    ended = subprocess.run([sys.executable, "-c", MODULES, *arguments], capture_output=True, text=True)
    return set(ended.stdout.splitlines()[-1].split())


@pytest.mark.parametrize("name", OWN)
def test_the_line_of_a_command_is_the_first_of_its_own_help(name: str) -> None:
    listed = group()
    context = listed.make_context("checkout-edge", [name])
    _, command, _ = listed.resolve_command(context, [name])
    assert listed.get_command(context, name).help == command.help.partition("\n\n")[0].replace("\n", " ")


def test_all_commands_are_listed_ours_first() -> None:
    names = group().list_commands(None)
    assert names[: len(OWN)] == list(OWN)
    assert {"data", "evaluate", "export", "table1", "train"} == set(names[len(OWN) :])


def test_the_help_of_run_imports_no_other_command_and_no_plug_in() -> None:
    modules = imported("run", "--help")
    assert "edge.cli.run" in modules
    assert not {name for name in modules if name.partition(".")[0] in ("train", "export", "torch")}
    assert not {"edge.cli.enroll", "edge.cli.demo", "edge.cli.gallery.app", "edge.cli.till_run"} & modules


def test_a_plain_run_imports_nothing_that_it_does_not_use(tmp_path: Path) -> None:
    pytest.importorskip("onnxruntime")
    model = write_tiny_embedder(tmp_path / "tiny.onnx")
    card = read_model(model).card
    path = tmp_path / "shop.gallery"
    Gallery.open(path, model=card.space, dimension=card.dimension, create=True).close()
    cv2.imwrite(str(tmp_path / "item.png"), np.full((120, 160, 3), 90, np.uint8))
    asked = {"--localiser": "whole", "--gallery": str(path), "--model": str(model)}
    modules = imported("run", str(tmp_path / "item.png"), *(word for pair in asked.items() for word in pair))
    assert {"edge.cli.till_run", "onnxruntime"} <= modules, "it ran"
    assert not UNUSED & modules


def test_a_command_not_known_is_told_with_the_nearest() -> None:
    result = CliRunner().invoke(app, ["trian"])
    assert result.exit_code == 2
    assert "No such command 'trian'. Did you mean 'train'?" in " ".join(result.output.split())


def test_a_plug_in_that_cannot_be_imported_says_so_and_spoils_nothing(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    entries = [EntryPoint("broken", "no_such_package:run", commands.PLUG_INS)]
    monkeypatch.setattr("importlib.metadata.entry_points", lambda group: entries)
    monkeypatch.setenv("COLUMNS", "200")
    said = CliRunner().invoke(app, ["--help"])
    assert said.exit_code == 0, "the list is shown"
    assert "command broken cannot be imported: No module named 'no_such_package'" in said.output
    result = CliRunner().invoke(app, ["broken", "--option", "value"])
    assert isinstance(result.exception, InputError)
    assert "No module named 'no_such_package'" in result.exception.problem


def test_a_plug_in_does_not_take_the_name_of_one_of_ours(monkeypatch: pytest.MonkeyPatch) -> None:
    entries = [EntryPoint("run", "no_such_package:run", commands.PLUG_INS)]
    monkeypatch.setattr("importlib.metadata.entry_points", lambda group: entries)
    assert group().list_commands(None) == list(OWN)


def test_completion_knows_commands_and_their_options() -> None:
    assert complete("checkout-edge ga", 1) == ["gallery"]
    assert complete("checkout-edge gallery roll", 2) == ["rollback"]
    assert complete("checkout-edge run --locali", 2) == ["--localiser"]


def complete(words: str, at: int) -> list[str]:
    variables = {"_CHECKOUT_EDGE_COMPLETE": "complete_bash", "COMP_WORDS": words, "COMP_CWORD": str(at)}
    return CliRunner().invoke(app, [], env=variables, prog_name="checkout-edge").output.split()
