"""Trial process: the trial in a process of its own, which takes the memory of what lost with it.

A till that made its trial itself held 643 MB. A process with the model alone has 177 MB, whether or not it
had the trial made; the trial's own takes 595 MB while it runs, with OpenVINO (docs/performance.md). It is
also where a runtime may crash without taking the till with it.
"""

from __future__ import annotations

import logging
import os
import subprocess
import sys
from pathlib import Path

from edge.embed.choice import Choice, look
from edge.embed.remembered import Record
from edge.embed.tryout import try_all
from gallery.errors import DeviceError

LIMIT = 300.0
"""Seconds; a trial takes four here, and a runtime that hangs must not keep a till from starting."""
_RUN = "import sys; from edge.embed.trial_process import answer; answer(*sys.argv[1:])"


def try_apart(choice: Choice, threads: int | None) -> Record:
    """Try all candidates, in another process.

    Raises:
        InputError: the FP32 model is broken or changed.
        DeviceError: the FP32 model does not run on the CPU, or the process ended otherwise.
    """
    root = str(Path(__file__).resolve().parents[2])
    path = os.pathsep.join(filter(None, [root, os.environ.get("PYTHONPATH")]))
    called = [sys.executable, "-c", _RUN, str(choice.base.form.path.absolute()), str(threads or "")]
    try:
        done = subprocess.run(
            called,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            env={**os.environ, "PYTHONPATH": path},
            timeout=LIMIT,
            check=False,
        )
        if done.returncode == 0:
            record = Record.model_validate_json(done.stdout.strip().splitlines()[-1])
            if record.depends_on == choice.depends_on:
                return record
        why = "what it depends on changed" if done.returncode == 0 else _last(done.stderr, done.returncode)
    except subprocess.TimeoutExpired:
        why = f"it took more than {LIMIT:.0f} seconds"
    except (OSError, ValueError, IndexError) as error:
        why = str(error).splitlines()[0]
    choice.base.start(1)  # says what is wrong, if it is the model that was asked for
    raise DeviceError(f"the trial of the forms of the model failed: {why}", "start again")


def answer(model: str, threads: str) -> None:
    """In that process: try all, and print the record as the last line."""
    logging.disable()  # what did not start is in the record, and said by who reads it
    choice = look(Path(model), int(threads) if threads else None)
    if isinstance(choice, str):
        raise SystemExit(choice or "there is nothing to choose from")
    print(f"\n{try_all(choice, int(threads) if threads else None).model_dump_json()}", flush=True)


def _last(said: str, code: int) -> str:
    if code < 0:
        return f"it was ended by signal {-code}"
    return (said.strip().splitlines() or [f"it ended with exit code {code}"])[-1]
