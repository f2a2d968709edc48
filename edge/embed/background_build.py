"""Background build: an engine built by another process while this one serves.

A process and not a thread: TensorRT's builder holds Python's global lock for long stretches, which would
stall capture; a crash of it, or the kernel ending it for want of memory, leaves the till running; and it
can be given lower priority and be stopped. It ends with this process: nothing is left behind.
"""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import tempfile
import time
import weakref
from pathlib import Path
from typing import IO, cast

from edge.embed.model_file import ModelFile, read_model
from edge.engine.module import Flavour
from gallery.errors import CheckoutError

_RUN = f"from {__name__} import main; main()"


class BackgroundBuild:
    """One engine on its way.

    Attributes:
        engine: where it will lie, whole or not at all.
    """

    def __init__(self, model: ModelFile, engine: Path, flavour: Flavour) -> None:
        """Start the build of `model` into `engine`."""
        self.engine = engine
        self._started = time.monotonic()
        self._said: IO[bytes] = tempfile.TemporaryFile()  # noqa: SIM115  # as long as the process
        self._process = subprocess.Popen(
            [sys.executable, "-c", _RUN, str(model.path.absolute()), str(engine.absolute()), flavour],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=self._said,
            env={**os.environ, "PYTHONPATH": _python_path()},
        )
        self.stop = weakref.finalize(self, _stop, self._process)
        """Ends the process, if it runs still; it is called at the end of this one, too."""

    @property
    def done(self) -> bool:
        """Whether it has ended, well or not."""
        return self._process.poll() is not None

    @property
    def seconds(self) -> float:
        """How long ago it was started."""
        return time.monotonic() - self._started

    @property
    def failure(self) -> str | None:
        """Why a build that is done made no engine; None where it did."""
        code = self._process.returncode
        if code == 0:
            return None if self.engine.exists() else "it ended without an engine"
        if code < 0:
            return f"it was ended by {signal.Signals(-code).name}" + (
                ", as the kernel does where memory runs out" if -code == signal.SIGKILL else ""
            )
        self._said.seek(0)
        lines = self._said.read().decode("utf-8", "replace").strip().splitlines()
        return lines[-1] if lines else f"it ended with exit code {code}"


def build(model: Path, engine: Path, flavour: Flavour) -> None:
    """Build the engine of a model for the GPU at hand; what the other process does.

    Raises:
        CheckoutError: as `build_engine` and `write_engine` have it.
    """
    from edge.engine.build import build_engine
    from edge.engine.engine_file import write_engine
    from edge.engine.module import find_tensorrt
    from edge.engine.settings import BuildSettings
    from edge.engine.target import THIS_DEVICE, parse_target

    source, target = read_model(model), parse_target(THIS_DEVICE)
    card, plan = build_engine(source.data, source.card, target, BuildSettings(), find_tensorrt(flavour))
    engine.parent.mkdir(parents=True, exist_ok=True)
    write_engine(engine, card, plan)


def main() -> None:
    """What the other process runs: model, engine and flavour are its arguments."""
    if hasattr(os, "nice"):
        os.nice(10)
    try:
        build(Path(sys.argv[1]), Path(sys.argv[2]), cast(Flavour, sys.argv[3]))
    except CheckoutError as error:
        sys.exit(error.problem)


def _python_path() -> str:
    """So that the process finds these packages wherever it was started from."""
    root = str(Path(__file__).resolve().parents[2])
    return os.pathsep.join(filter(None, [root, os.environ.get("PYTHONPATH")]))


def _stop(process: subprocess.Popen[bytes]) -> None:
    if process.poll() is None:
        process.terminate()
        try:
            process.wait(5)  # a build stops at its next step
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
