"""Background build: an engine built by another process while this one serves.

A process and not a thread: TensorRT's builder holds Python's global lock for long stretches, which would
stall capture; a crash of it, or the kernel ending it for want of memory, leaves the till running; and it
can be given lower priority and be stopped.

It ends with this process, even where that is killed (on Linux; elsewhere it then builds to its end). What
it built lies under a name that no search for engines knows, `X.engine.unproven`, until the process that
serves has seen it answer as the model does. Of several processes that want the same engine one builds; the
others take what it built, and prove it too. A build that is killed leaves at most an unfinished file, which
the next one removes.
"""

from __future__ import annotations

import contextlib
import os
import select
import signal
import subprocess
import sys
import tempfile
import time
import weakref
from pathlib import Path
from typing import IO, cast

from edge.certificate.state import certificate_state
from edge.embed.model_file import ModelFile, read_model
from edge.embed.turn import turn
from edge.engine.engine_file import read_engine, write_engine
from edge.engine.gpu import Gpu
from edge.engine.module import Flavour, TensorRt
from edge.engine.usable import why_not, why_not_unasked
from gallery.errors import CheckoutError, InputError

_RUN = f"from {__name__} import main; main()"


class BackgroundBuild:
    """One engine on its way.

    Attributes:
        engine: where it belongs once it is proven. Until then it lies, whole or not at all, at
            `unproven(engine)`.
    """

    def __init__(self, model: ModelFile, engine: Path, flavour: Flavour) -> None:
        """Start the build of `model` into `engine`."""
        self.engine = engine
        self._started = time.monotonic()
        self._said: IO[bytes] = tempfile.TemporaryFile()  # noqa: SIM115  # as long as the process
        self._process = subprocess.Popen(
            [sys.executable, "-c", _RUN, str(model.path.absolute()), str(engine.absolute()), flavour],
            stdin=subprocess.PIPE,  # nothing is written; that it closes ends the other process
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
            made = unproven(self.engine).exists() or self.engine.exists()
            return None if made else "it ended without an engine"
        if code < 0:
            return f"it was ended by {signal.Signals(-code).name}" + (
                ", as the kernel does where memory runs out" if -code == signal.SIGKILL else ""
            )
        self._said.seek(0)
        lines = self._said.read().decode("utf-8", "replace").strip().splitlines()
        return lines[-1] if lines else f"it ended with exit code {code}"


def unproven(engine: Path) -> Path:
    """Where an engine lies until it has answered as its model does; `find_engine` does not look there."""
    return engine.with_name(f"{engine.name}.unproven")


def build(model: Path, engine: Path, flavour: Flavour) -> None:
    """Build the engine of a model for the GPU at hand, as unproven; what the other process does.

    Nothing is built where another process has built it meanwhile.

    Raises:
        CheckoutError: as `build_engine` and `write_engine` have it.
        OSError: the engine's folder cannot be written.
    """
    from edge.engine.build import build_engine
    from edge.engine.module import find_tensorrt
    from edge.engine.settings import BuildSettings
    from edge.engine.target import THIS_DEVICE, parse_target

    source, target, here = read_model(model), parse_target(THIS_DEVICE), find_tensorrt(flavour)
    made = unproven(engine)
    engine.parent.mkdir(parents=True, exist_ok=True)
    with turn(engine):
        if any(_will_do(path, source, here, target.gpu) for path in (made, engine)):
            return
        for draft in engine.parent.glob(f".{made.name}.*.new"):  # of a build that was killed
            draft.unlink(missing_ok=True)
        write_engine(made, *build_engine(source.data, source.card, target, BuildSettings(), here))


def _will_do(path: Path, model: ModelFile, here: TensorRt, gpu: Gpu | None) -> bool:
    """Whether an engine need not be built again: this one is whole, and may be loaded here."""
    try:
        card, _ = read_engine(path)
    except InputError:
        return False
    if why_not(card, model.card, here, gpu) or why_not_unasked(card):
        return False
    return certificate_state(path).kind not in ("failed", "foreign", "edited")


def main() -> None:
    """What the other process runs: model, engine and flavour are its arguments."""
    _end_with_parent()
    if hasattr(os, "nice"):
        os.nice(10)
    try:
        build(Path(sys.argv[1]), Path(sys.argv[2]), cast(Flavour, sys.argv[3]))
    except CheckoutError as error:
        sys.exit(error.problem)
    except OSError as error:
        sys.exit(f"{error.filename or sys.argv[2]}: {error.strerror}")


def _end_with_parent() -> None:
    """Have the kernel end this process, even amid a build, once the one that started it has ended.

    Standard input is a pipe that nobody writes into. When its other end closes, the kernel sends SIGIO,
    which ends a process that does not handle it. PR_SET_PDEATHSIG would come at the end of the thread that
    started this process, too. Source: fcntl(2), O_ASYNC.
    """
    if not sys.platform.startswith("linux"):
        return
    import fcntl

    with contextlib.suppress(OSError):  # where standard input is no pipe there is nothing to end with
        fcntl.fcntl(0, fcntl.F_SETOWN, os.getpid())
        fcntl.fcntl(0, fcntl.F_SETFL, fcntl.fcntl(0, fcntl.F_GETFL) | os.O_ASYNC)
        if select.select([0], [], [], 0)[0]:  # it closed before
            sys.exit("the process that started this build has ended")


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
    if process.stdin is not None:
        process.stdin.close()
