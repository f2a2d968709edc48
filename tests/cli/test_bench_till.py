"""`checkout-edge bench` of the till as a user calls it."""

from __future__ import annotations

import contextlib
import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from contextlib import nullcontext
from pathlib import Path
from types import SimpleNamespace

import pytest
from typer.testing import Result

from edge.bench.till import asked, parts, run
from edge.bench.till.results import Report
from edge.cli.bench import till_options
from edge.synth import Checkout, make_shop, write_video
from gallery.errors import DeviceError, GalleryError, InputError

Call = Callable[..., Result]
MAIN = [sys.executable, "-c", "from edge.cli.main import main; main()"]
SMALL = ("--size", "160x90", "--fps", "5", "--items", "1", "--duration", "1")


@pytest.fixture(autouse=True)
def _cool(monkeypatch: pytest.MonkeyPatch) -> None:
    """What this machine's clock does is another test's business."""
    silent = SimpleNamespace(warnings=tuple)
    monkeypatch.setattr(run, "watching", lambda light: nullcontext(silent))


@pytest.fixture
def shop_gallery(call: Call, model: Path, products: Path, tmp_path: Path) -> Path:
    """A gallery of the tiny model."""
    assert call("enroll", products, "--model", model, "--gallery", "own.gallery").exit_code == 0
    return tmp_path / "own.gallery"


def report_of(path: Path) -> Report:
    return Report.model_validate(json.loads(path.read_text()))


def test_the_live_part(call: Call, model: Path, shop_gallery: Path, tmp_path: Path) -> None:
    """Warnings come first, and all samples are in the file."""
    outcome = call(
        "bench", "--only", "live", "--model", model, "--gallery", shop_gallery, *SMALL, "--json", "o.json"
    )
    report = report_of(tmp_path / "o.json")
    assert outcome.exit_code in (0, DeviceError.exit_code), outcome.output  # a busy machine may be slow
    shown = [line for line in outcome.output.splitlines() if line.strip()]
    assert shown[0].startswith("warning:")
    assert "most are unknown to the gallery that was given" in outcome.output
    assert "frame to decision" in outcome.output
    assert "own.gallery" in outcome.output
    assert report.live is not None
    assert 1 <= report.live.frames <= report.live.delivered <= 5
    assert report.live.delivered == report.live.frames + report.live.dropped
    assert "no item was looked at" in outcome.output
    assert len(report.live.frame) == len(report.live.age) == report.live.frames
    assert report.settings.size == (160, 90)
    assert report.crowds == ()
    assert report.stillness is report.start is report.streams is None


def test_batches_need_no_scene(call: Call, model: Path, tmp_path: Path) -> None:
    outcome = call("bench", "--only", "batch", "--model", model, "--json", "o.json", "--html", "o.html")
    assert outcome.exit_code == 0, outcome.output
    assert "crops/s" in outcome.output
    assert [batch.size for batch in report_of(tmp_path / "o.json").batches] == [1, 2, 4, 8, 16, 32]
    assert report_of(tmp_path / "o.json").machine.gallery == "none"
    assert "<html" in (tmp_path / "o.html").read_text()


def test_a_part_that_breaks_does_not_take_the_others_with_it(
    call: Call, model: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(stand: object, keep: object, warn: object) -> None:
        raise DeviceError("the till did not start", "see why")

    monkeypatch.setitem(parts.PART, "start", broken)
    outcome = call("bench", "--only", "batch,start", "--model", model, "--json", "o.json")
    assert outcome.exit_code == DeviceError.exit_code
    assert "only partly measured: start" in outcome.output
    assert "crops/s" in outcome.output
    assert report_of(tmp_path / "o.json").batches


def test_another_provider_is_said_first_and_fails_the_run(
    call: Call, model: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from edge.bench.till import runs

    monkeypatch.setitem(runs.MARKS, "cpu", "NoSuchProvider")
    outcome = call("bench", "--only", "batch", "--model", model, "--backend", "cpu")
    assert outcome.exit_code == DeviceError.exit_code
    warnings = [line for line in outcome.output.splitlines() if line.startswith("warning:")]
    assert "--backend cpu was asked for" in "".join(warnings)
    assert outcome.output.index("warning:") < outcome.output.index("crops/s")


@pytest.mark.skipif(not Path("/proc/self/fd").is_dir(), reason="watches the process in /proc")
def test_an_interrupt_keeps_what_was_measured(model: Path, tmp_path: Path, shop_gallery: Path) -> None:
    """SIGTERM in the live part: what was decided until then is printed and written."""
    clip = tmp_path / "clip.mp4"
    write_video(Checkout(make_shop(5, 1, 0), size=(160, 90), fps=5, duration=7, items=1), clip)
    command = [*MAIN, "bench", "--only", "live", "--model", model, "--gallery", shop_gallery]
    command += ["--video", clip, "--duration", "60", "--json", "o.json"]
    environment = {**os.environ, "PYTHONPATH": str(Path(__file__).resolve().parents[2]), "COLUMNS": "160"}
    (tmp_path / "tmp").mkdir()
    environment["TMPDIR"] = str(tmp_path / "tmp")
    process = subprocess.Popen(
        [str(part) for part in command],
        cwd=tmp_path,
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    try:
        _wait_until_open(process, {shop_gallery, clip})
        time.sleep(1.5)
        process.send_signal(signal.SIGTERM)
        output, errors = process.communicate(timeout=60)
    finally:
        process.kill()
        process.wait()
    assert process.returncode == 128 + signal.SIGTERM
    assert "only partly measured: live" in output
    assert "interrupted" in errors
    assert not list((tmp_path / "tmp").glob("checkout-edge-*"))
    live = report_of(tmp_path / "o.json").live
    assert live is not None
    assert 1 <= live.frames < 300


def _wait_until_open(process: subprocess.Popen[str], files: set[Path]) -> None:
    """Until the process holds all these files open at once: then the camera plays."""
    for _ in range(1200):
        assert process.poll() is None, process.communicate()
        held = set()
        for link in Path(f"/proc/{process.pid}/fd").glob("*"):
            with contextlib.suppress(OSError):
                held.add(link.readlink())
        if files <= held:
            return
        time.sleep(0.05)
    pytest.fail("the live part did not begin")


@pytest.mark.parametrize(
    ("options", "words"),
    [
        (("--size", "1281x720"), "--size '1281x720'"),
        (("--size", "big"), "--size 'big'"),
        (("--fps", "4"), "4 frames a second: floor and still take 5 or more"),
        (("--fps", "4.9", "--only", "still,live"), "4.9 frames a second: still take 5 or more"),
        (("--only", "live,speed"), "no part 'speed'"),
        (("--video", "none.mp4"), "none.mp4"),
        (("--json", "a", "--html", "./a"), "--json a and --html a are one file"),
        (("--only", "batch", "--gallery", "g"), "--gallery changes nothing in batch"),
        (("--only", "live", "--p99", "80"), "--p99 changes nothing in live"),
        (("--only", "batch,floor", "--video", "v.mp4"), "--video changes nothing in floor, batch"),
        (
            ("--only", "live", "--video", "v.mp4", "--seed", "2"),
            "--seed changes nothing in live with --video",
        ),
        (("--json", "no/folder.json"), "--json no/folder.json"),
        (("--html", "no/folder.html"), "--html no/folder.html"),
        (("--model", "none.onnx"), "none.onnx"),
        (("--backend", "abacus"), "abacus"),
    ],
)
def test_what_cannot_be_used(call: Call, options: tuple[str, ...], words: str) -> None:
    outcome = call("bench", *options)
    assert outcome.exit_code == InputError.exit_code
    assert isinstance(outcome.exception, InputError)
    assert words in outcome.exception.problem


def test_no_gallery(call: Call, model: Path) -> None:
    outcome = call("bench", "--gallery", "none.gallery", "--model", model)
    assert outcome.exit_code in (InputError.exit_code, GalleryError.exit_code)
    assert "none.gallery" in str(outcome.exception)


def test_an_option_of_the_till_before_another_bench_is_refused(call: Call) -> None:
    outcome = call("bench", "--seed", "3", "gallery", "--sizes", "100")
    assert outcome.exit_code == 2
    assert "--seed" in str(outcome.exception)


def test_the_parts_are_those_that_can_be_measured() -> None:
    assert till_options.PARTS == asked.PARTS
