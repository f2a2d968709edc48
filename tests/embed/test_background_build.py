from __future__ import annotations

import os
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest
from embed.fake_cuda import FakeCuda
from embed.fake_tensorrt import FakeTensorRt, device, engine_card, write_tiny_engine
from embed.tiny import write_tiny_embedder

from edge.embed import background_build
from edge.embed.background_build import BackgroundBuild, build, unproven
from edge.embed.model_file import ModelFile, read_model
from edge.engine import build as engine_build
from edge.engine.engine_file import read_engine
from edge.engine.gpu import Gpu, this_gpu
from edge.engine.target import Target
from gallery.errors import DeviceError

posix = pytest.mark.skipif(os.name != "posix", reason="the stand-in for Python is a shell script")


@pytest.fixture
def model(tmp_path: Path) -> ModelFile:
    return read_model(write_tiny_embedder(tmp_path / "tiny.onnx"))


def ended(build: BackgroundBuild, within: float = 30) -> BackgroundBuild:
    until = time.monotonic() + within
    while not build.done and time.monotonic() < until:
        time.sleep(0.01)
    assert build.done
    return build


def python(monkeypatch: pytest.MonkeyPatch, tmp_path: Path, script: str) -> None:
    """Another process that runs a script instead of a build; $3, $4, $5 are model, engine and flavour."""
    path = tmp_path / "python"
    path.write_text(f"#!/bin/sh\n{script}\n")
    path.chmod(0o755)
    monkeypatch.setattr(sys, "executable", str(path))


@pytest.mark.skipif(this_gpu() is not None, reason="there is a GPU to build for")
def test_the_other_process_says_why_it_failed(model: ModelFile, tmp_path: Path) -> None:
    build = ended(BackgroundBuild(model, tmp_path / "cache" / "x.engine", "tensorrt"))
    assert str(build.failure).startswith("no NVIDIA GPU here")
    assert not build.engine.exists()


@posix
@pytest.mark.parametrize(
    ("script", "failure"),
    [
        ('echo plan > "$4.unproven"', None),
        ('echo plan > "$4"', None),  # another process has proven it meanwhile
        ("exit 0", "it ended without an engine"),
        ("echo warning >&2; echo no memory >&2; exit 1", "no memory"),
        ("exit 3", "it ended with exit code 3"),
        ("kill -9 $$", "it was ended by SIGKILL, as the kernel does where memory runs out"),
        ("kill -15 $$", "it was ended by SIGTERM"),
    ],
)
def test_the_end_of_a_build(
    model: ModelFile, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, script: str, failure: str | None
) -> None:
    python(monkeypatch, tmp_path, script)
    assert ended(BackgroundBuild(model, tmp_path / "x.engine", "tensorrt")).failure == failure


@posix
def test_a_build_is_stopped_with_what_serves(
    model: ModelFile, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    python(monkeypatch, tmp_path, "exec sleep 60")
    build = BackgroundBuild(model, tmp_path / "x.engine", "tensorrt")
    process = build._process
    assert not build.done
    del build
    assert process.wait(5) != 0


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="only Linux ends it then")
def test_a_build_ends_with_a_process_that_is_killed(model: ModelFile, tmp_path: Path) -> None:
    said = tmp_path / "pid"
    builds = "import os, pathlib, time; from edge.embed import background_build as b\n" + (
        f"b.build = lambda *_: (pathlib.Path({str(said)!r}).write_text(str(os.getpid())), time.sleep(20))\n"
        "b.main()"
    )
    stand_in = tmp_path / "python"
    stand_in.write_text(f'#!/bin/sh\nexec "{sys.executable}" -c "{builds}" "$3" "$4" "$5"\n')
    stand_in.chmod(0o755)
    serves = f"""
import os, pathlib, sys, time
from edge.embed.background_build import BackgroundBuild
from edge.embed.model_file import read_model
sys.executable = {str(stand_in)!r}
kept = BackgroundBuild(read_model(pathlib.Path({str(model.path)!r})), pathlib.Path("x.engine"), "tensorrt")
while not pathlib.Path({str(said)!r}).exists():
    time.sleep(0.01)
time.sleep(0.1)
os.kill(os.getpid(), 9)
"""
    root = str(Path(__file__).resolve().parents[2])
    subprocess.run([sys.executable, "-c", serves], cwd=root, timeout=30)
    until = time.monotonic() + 5
    while running(int(said.read_text())) and time.monotonic() < until:
        time.sleep(0.01)
    assert not running(int(said.read_text()))


def running(process: int) -> bool:
    try:
        return Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="only Linux ends it then")
def test_a_build_whose_process_ended_before_does_not_begin() -> None:
    script = "from edge.embed import background_build as b; b.main()"
    root = str(Path(__file__).resolve().parents[2])
    begun = [sys.executable, "-c", script, "no model", "x.engine", "tensorrt"]
    ended = subprocess.run(begun, cwd=root, input=b"", capture_output=True, timeout=30)
    assert b"the process that started this build has ended" in ended.stderr


PLAN = b"ftrt tiny"


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> list[Any]:
    """What was built on an Orin: model, card and family of the target."""
    builds: list[Any] = []

    def built(data: bytes, card: Any, target: Any, *_: Any) -> Any:
        builds.append((data, card, target.family))
        return engine_card(card, PLAN), PLAN

    orin, here = Target("orin", "8.7", "this-device", Gpu("Orin", "8.7")), device(FakeTensorRt(FakeCuda()))
    monkeypatch.setattr("edge.engine.target.parse_target", lambda name: orin)
    monkeypatch.setattr("edge.engine.module.find_tensorrt", lambda flavour: here.tensorrt)
    monkeypatch.setattr("edge.engine.build.build_engine", built)
    return builds


def test_the_other_process_builds_an_engine_that_is_not_proven(
    model: ModelFile, tmp_path: Path, asked: list[Any]
) -> None:
    engine = tmp_path / "new" / "folder" / "x.engine"
    build(model.path, engine, "tensorrt")
    assert asked == [(model.data, model.card, "this-device")]
    assert read_engine(unproven(engine)) == (engine_card(model.card, PLAN), PLAN)
    assert not list(engine.parent.glob("*.engine"))


def test_what_another_process_built_meanwhile_is_not_built_again(
    model: ModelFile, tmp_path: Path, asked: list[Any]
) -> None:
    build(model.path, tmp_path / "x.engine", "tensorrt")
    build(model.path, tmp_path / "x.engine", "tensorrt")
    unproven(tmp_path / "x.engine").rename(tmp_path / "x.engine")  # it was proven
    build(model.path, tmp_path / "x.engine", "tensorrt")
    assert len(asked) == 1


@pytest.mark.skipif(sys.platform == "win32", reason="nobody waits there")
def test_of_two_at_once_one_builds(
    model: ModelFile, tmp_path: Path, asked: list[Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    built = engine_build.build_engine

    def slow(*given: Any) -> Any:
        time.sleep(0.2)
        return built(*given)

    monkeypatch.setattr(engine_build, "build_engine", slow)
    with ThreadPoolExecutor(2) as tills:
        both = [tills.submit(build, model.path, tmp_path / "x.engine", "tensorrt") for _ in range(2)]
    assert [one.result() for one in both] == [None, None]
    assert len(asked) == 1


@pytest.mark.parametrize("changes", [{"version": "10.2.0"}, {"batch": (1, 1, 1)}, {"gpu_name": "Orin NX"}])
def test_an_engine_that_is_not_for_here_is_built_again(
    model: ModelFile, tmp_path: Path, asked: list[Any], changes: dict[str, Any]
) -> None:
    write_tiny_engine(tmp_path / "x.engine", model.card, **changes)
    build(model.path, tmp_path / "x.engine", "tensorrt")
    assert len(asked) == 1


def test_what_a_killed_build_left_is_removed(model: ModelFile, tmp_path: Path, asked: list[Any]) -> None:
    (tmp_path / ".x.engine.unproven.77.new").write_bytes(b"half")
    unproven(tmp_path / "x.engine").write_bytes(b"cut")
    build(model.path, tmp_path / "x.engine", "tensorrt")
    names = {path.name for path in tmp_path.glob("*x.engine*")}
    assert names == {"x.engine.unproven", "x.engine.lock"}
    assert read_engine(unproven(tmp_path / "x.engine"))[1] == PLAN


def test_an_error_of_the_other_process_is_one_line(monkeypatch: pytest.MonkeyPatch) -> None:
    def fails(*_: Any) -> None:
        raise DeviceError("no memory", "buy some")

    monkeypatch.setattr(background_build, "build", fails)
    monkeypatch.setattr(background_build, "_end_with_parent", lambda: None)
    monkeypatch.setattr(os, "nice", lambda more: more)
    monkeypatch.setattr(sys, "argv", ["-c", "model", "engine", "tensorrt"])
    with pytest.raises(SystemExit, match=r"^no memory$"):
        background_build.main()


def test_a_folder_that_cannot_be_written_is_one_line(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    def fails(*_: Any) -> None:
        (tmp_path / "no" / "x").touch()

    monkeypatch.setattr(background_build, "build", fails)
    monkeypatch.setattr(background_build, "_end_with_parent", lambda: None)
    monkeypatch.setattr(os, "nice", lambda more: more)
    monkeypatch.setattr(sys, "argv", ["-c", "model", "engine", "tensorrt"])
    with pytest.raises(SystemExit, match=r"no/x: No such file or directory$"):
        background_build.main()
