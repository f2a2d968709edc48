"""A command line to call, a shop to enrol, and a tiny model."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from embed.tiny import write_tiny_embedder
from enroll.pictures import shop
from typer.testing import CliRunner, Result

from edge.cli.main import app
from gallery.errors import CheckoutError

Call = Callable[..., Result]
MAIN = [sys.executable, "-c", "from edge.cli.main import main; main()"]


@pytest.fixture(scope="session")
def model(tmp_path_factory: pytest.TempPathFactory) -> Path:
    pytest.importorskip("onnxruntime")
    return write_tiny_embedder(tmp_path_factory.mktemp("model") / "tiny.onnx")


@pytest.fixture
def call(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Call:
    """Call the command line in an empty folder; `exit_code` is what the shell would see."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("CHECKOUT_EDGE_GALLERY", raising=False)
    monkeypatch.setenv("COLUMNS", "160")

    def run(*arguments: object, **options: object) -> Result:
        result = CliRunner().invoke(app, [str(argument) for argument in arguments], **options)  # type: ignore[arg-type]
        if isinstance(result.exception, CheckoutError):
            result.exit_code = result.exception.exit_code
        elif result.exception is not None and not isinstance(result.exception, SystemExit):
            raise result.exception
        return result

    return run


@pytest.fixture
def products(tmp_path: Path) -> Path:
    return shop(tmp_path / "products")


@pytest.fixture
def process(tmp_path: Path, model: Path) -> Iterator[Callable[..., subprocess.Popen[str]]]:
    """Start `checkout-edge enroll` of a folder as a process of its own; it does not outlive the test."""
    started: list[subprocess.Popen[str]] = []

    def start(folder: Path, **options: object) -> subprocess.Popen[str]:
        command = [
            *MAIN,
            "enroll",
            str(folder),
            "--model",
            str(model),
            "--gallery",
            str(tmp_path / "shop.gallery"),
        ]
        root = Path(__file__).resolve().parents[2]
        pipes = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE, "text": True, "cwd": root}
        started.append(subprocess.Popen(command, **{**pipes, **options}))  # type: ignore[call-overload]
        return started[-1]

    yield start
    for running in started:
        running.kill()
        running.communicate()
