"""`export` from the outside: what a person sees, and what a shell does."""

from __future__ import annotations

import re
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

pytest.importorskip("onnxslim", reason="onnxslim is not installed (pip install checkout-edge[convert])")
pytest.importorskip("onnxscript", reason="onnxscript is not installed (pip install checkout-edge[convert])")
pytest.importorskip("onnxruntime", reason="onnxruntime is not installed (pip install checkout-edge[cpu])")

from faults import swapped
from typer.testing import CliRunner, Result

from edge.certificate.state import certificate_state
from edge.cli.main import app, main
from edge.engine.gpu import this_gpu
from export import pipeline
from export.half import load_full
from export.order import Order
from export.run import open_source
from export.source import Source
from gallery.errors import CheckoutError

Call = Callable[..., Result]


@pytest.fixture
def call(monkeypatch: pytest.MonkeyPatch) -> Call:
    """Call `checkout-edge export`; `exit_code` is what the shell would see."""
    monkeypatch.setenv("COLUMNS", "200")
    before = signal.getsignal(signal.SIGTERM)

    def export(*arguments: object) -> Result:
        result = CliRunner().invoke(app, ["export", *map(str, arguments)])
        signal.signal(signal.SIGTERM, before)
        if isinstance(result.exception, CheckoutError):
            result.exit_code = result.exception.exit_code
            assert "\n" not in result.exception.problem + result.exception.remedy
        elif result.exception is not None and not isinstance(result.exception, SystemExit):
            raise result.exception
        return result

    return export


@pytest.fixture
def broken(monkeypatch: pytest.MonkeyPatch) -> None:
    """Every graph on its way to a file has its colours swapped."""

    def open_broken(order: Order) -> Source:
        source = open_source(order)
        return replace(source, graph=lambda _: swapped(load_full(source.path)))

    monkeypatch.setattr(pipeline, "open_source", open_broken)


def test_a_model_in_fp16(call: Call, model: Path) -> None:
    result = call(model, "--to", "onnx-fp16")
    assert result.exit_code == 0, result.output
    for words in ("toy-fp16.onnx, 0.", "least cosine to reference", "passed", "pytorch", "times as fast"):
        assert words in result.stdout
    assert "MISSED" not in result.stdout
    assert certificate_state(model.with_name("toy-fp16.onnx")).kind == "passed"


@pytest.mark.usefixtures("broken")
def test_a_missed_gate_is_exit_code_6_and_nothing_is_left(call: Call, model: Path) -> None:
    before = sorted(path.name for path in model.parent.iterdir())
    result = call(model, "--out", model.parent / "new.onnx")
    assert result.exit_code == 6
    assert isinstance(result.exception, CheckoutError)
    assert result.exception.problem == (
        "new.onnx: missed least cosine to reference, same decisions; nothing was written"
    )
    assert "MISSED" in result.stdout
    assert "not written" in result.stdout
    assert sorted(path.name for path in model.parent.iterdir()) == before


@pytest.mark.usefixtures("broken")
def test_keep_failed_keeps_it_and_is_exit_code_6_all_the_same(call: Call, model: Path) -> None:
    result = call(model, "--out", model.parent / "new.onnx", "--keep-failed")
    assert result.exit_code == 6
    assert str(result.exception).splitlines()[0].endswith("; kept")
    assert certificate_state(model.parent / "new.onnx").kind == "failed"
    assert CliRunner().invoke(app, ["models", str(model.parent / "new.onnx")]).output.count("FAILED") == 1


REFUSED: dict[str, tuple[tuple[str, ...], int, str]] = {
    "no calibration": (("MODEL", "--to", "onnx-int8"), 2, "INT8 without photos to calibrate with"),
    "an empty folder": (
        ("MODEL", "--to", "onnx-int8", "--calibrate", "EMPTY"),
        2,
        "no photo that can be used",
    ),
    "too few photos": (("MODEL", "--to", "onnx-fp16", "--check", "EMPTY"), 2, "0 products of 3 photos"),
    "itself": (("MODEL",), 2, "would overwrite its source"),
    "another ending": (("MODEL", "--out", "x.engine"), 2, "not an .onnx file"),
    "no source": (("nowhere.onnx",), 2, "nowhere.onnx: No such file"),
    "an unknown source": (("EMPTY/x.pt",), 2, "neither a folder of a run nor an .onnx file"),
    "no run": (("EMPTY",), 2, "holds no embedder"),
    "a folder that is a file": (
        ("MODEL", "--to", "onnx-fp16", "--out", "MODEL/x.onnx"),
        2,
        "toy.onnx/x.onnx: Not a directory|File exists",
    ),
    "a Jetson": (("MODEL", "--to", "tensorrt", "--target", "orin"), 2, "built on that Jetson"),
    "no GPU": (("MODEL", "--to", "tensorrt", "--target", "this-device"), 4, "no NVIDIA GPU here"),
}


@pytest.mark.parametrize("what", REFUSED)
def test_what_is_refused(call: Call, model: Path, tmp_path: Path, what: str) -> None:
    if "tensorrt" in REFUSED[what][0] and this_gpu() is not None:
        pytest.skip("this machine has a GPU")
    (tmp_path / "empty").mkdir()
    places = {"MODEL": str(model), "EMPTY": str(tmp_path / "empty")}
    arguments, code, words = REFUSED[what]
    filled = [re.sub("MODEL|EMPTY", lambda found: places[found[0]], argument) for argument in arguments]
    result = call(*filled)
    assert result.exit_code == code
    assert isinstance(result.exception, CheckoutError)
    assert re.search(words, result.exception.problem)
    assert result.exception.remedy
    assert len(list(model.parent.iterdir())) == 4


def test_a_form_that_is_none_is_a_mistake_of_usage(call: Call, model: Path) -> None:
    result = call(model, "--to", "onnx-int4")
    assert result.exit_code == 2
    assert "onnx-int8" in result.output


def test_an_error_is_two_lines(
    model: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "argv", ["checkout-edge", "export", str(model), "--to", "onnx-int8"])
    before = signal.getsignal(signal.SIGTERM)
    with pytest.raises(SystemExit) as caught:
        main()
    signal.signal(signal.SIGTERM, before)
    assert caught.value.code == 2
    lines = [line for line in capsys.readouterr().err.splitlines() if line.strip()]
    assert [line.partition(":")[0] for line in lines] == ["error", "remedy"]


INTERRUPTED = """
import sys
from export import forms
def wait(*_):
    print("working", flush=True)
    import time
    time.sleep(60)
forms.fp16_that_passes = wait
from edge.cli.main import main
sys.argv = ["checkout-edge", "export", sys.argv[1], "--to", "onnx-fp16"]
main()
"""


@pytest.mark.slow
@pytest.mark.parametrize(("number", "code"), [(signal.SIGINT, 130), (signal.SIGTERM, 143)])
def test_a_signal_leaves_nothing(model: Path, number: signal.Signals, code: int) -> None:
    root = Path(__file__).resolve().parents[2]
    command = [sys.executable, "-c", INTERRUPTED, str(model)]
    pipes = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE}
    with subprocess.Popen(command, cwd=root, text=True, **pipes) as process:  # type: ignore[call-overload]
        try:
            assert "working" in process.stdout.readline()
            assert [path.name for path in model.parent.iterdir() if path.name.startswith(".export-")]
            time.sleep(0.2)
            process.send_signal(number)
            _, errors = process.communicate(timeout=60)
        finally:
            process.kill()
    assert process.returncode == code, errors
    assert "Traceback" not in errors
    assert len(list(model.parent.iterdir())) == 4
