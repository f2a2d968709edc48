"""Trial: one operation, disturbed in one way, and what must hold afterwards."""

from __future__ import annotations

import os
import resource
import shutil
import signal
from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from durability import forked, shim
from durability.check import BrokenError, Expected, Log, check, holds, log_of, whole
from durability.disk import Call, Disk, calls
from durability.indexing import small_limits
from durability.operations import NAME, Operation, Stage
from durability.shim import Kind, Mode
from durability.variations import VARIATIONS, reading

from gallery import Gallery
from gallery.errors import CheckoutError


@dataclass(frozen=True)
class Trouble:
    """What disturbs an operation.

    Attributes:
        how: `time` (SIGKILL after so many seconds), `cut` (the power goes after so many calls), `limit`
            (no file may grow beyond so many bytes), or the name of a `Mode` (what happens at that call).
        at: seconds, bytes, or the number of the call, from 1.
        seed: chooses what is done afterwards, and what survives a power cut.
    """

    how: str
    at: float
    seed: int = 0

    @property
    def kills(self) -> bool:
        return self.how in ("time", Mode.KILL.name, Mode.TORN.name)


@dataclass(frozen=True)
class Outcome:
    """What became of a trial: at which moment the gallery was, and whether there was any trouble."""

    now: int
    disturbed: bool


class Bench:
    """Where an operation is tried, in one variation of its surroundings.

    Args:
        work: an empty folder.

    Attributes:
        calls: those that one undisturbed run makes, with the marks between them.
        count: how many they are without the marks.
        largest: bytes of the largest file meanwhile.
        seconds: how long it takes.
    """

    def __init__(self, work: Path, operation: Operation, variation: str) -> None:
        self.operation, self.variation = operation, VARIATIONS[variation]
        self.base, self.folder = work / "base", work / "trial"
        self.base.mkdir(parents=True)
        forked.expect(self._run(lambda _: self.variation.prepare(operation, self.base)))
        self.expected = self._undisturbed()
        self.seconds = self._timed()
        self._disk, self.calls = self._recorded()
        self.count = sum(call.kind is not Kind.MARK for call in self.calls)
        self.largest = max(call.offset + len(call.data) for call in self.calls)

    def try_out(self, trouble: Trouble) -> Outcome:
        """Disturb the operation once, and check what is left.

        Raises:
            BrokenError: something does not hold.
        """
        if trouble.how == "cut":
            return self._cut(trouble)
        self._fresh()
        with self._reader():
            after = trouble.at if trouble.how == "time" else None
            ended = self._run(lambda said: self._disturbed(trouble, said), after)
            if ended.trouble:
                raise BrokenError(ended.trouble)
            now = ended.said if ended.value == "checked" else self._check(ended.said, trouble.seed)
        self._whole()
        return Outcome(now, ended.killed or bool(ended.value))

    def _reader(self) -> AbstractContextManager[None]:
        path = self.folder / NAME
        return reading(path) if self.variation.reader and path.exists() else nullcontext()

    def _fresh(self) -> Path:
        """The folder, with the files that the operation starts from."""
        shutil.rmtree(self.folder, ignore_errors=True)
        return Path(shutil.copytree(self.base, self.folder))

    def _check(self, said: int, seed: int) -> int:
        return int(self._sound(lambda _: check(self.folder, self.operation, self.expected, said, seed)))

    def _whole(self) -> None:
        self._sound(lambda _: whole(self.folder, self.expected))

    def _cut(self, trouble: Trouble) -> Outcome:
        disk = self._disk()
        before = self.calls[: int(trouble.at)]
        disk.apply(before)
        shutil.rmtree(self.folder, ignore_errors=True)
        self.folder.mkdir()
        for name, content in disk.after_power_cut(trouble.seed).items():
            (self.folder / name).write_bytes(content)
        said = sum(call.kind is Kind.MARK for call in before)
        now = self._check(said, trouble.seed)
        self._whole()
        return Outcome(now, disturbed=True)

    def _sound(self, work: forked.Work) -> Any:
        ended = self._run(work)
        if ended.killed or ended.trouble:
            raise BrokenError(ended.trouble or "the check was killed")
        return ended.value

    def _run(self, work: forked.Work, kill_after: float | None = None) -> forked.Ended:
        def inside(said: Callable[[], None]) -> object:
            if self.operation.indexed:
                small_limits()
            return work(said)

        return forked.run(inside, kill_after)

    def _undisturbed(self) -> Expected:
        path = self._fresh() / NAME
        logs = [_log(path)]

        def work(_: object) -> list[Log | None]:
            self._act(lambda: logs.append(_log(path)))
            return logs

        logs = forked.expect(self._run(work))
        return Expected(tuple(logs), frozenset(os.listdir(self.folder)))

    def _timed(self) -> float:
        self._fresh()
        return self._run(self._act).seconds

    def _recorded(self) -> tuple[Callable[[], Disk], list[Call]]:
        folder = self._fresh()
        log = folder.with_suffix(".calls")

        def work(_: object) -> int:
            done: list[int] = []
            shim.arm(folder, log=os.open(log, os.O_WRONLY | os.O_CREAT | os.O_TRUNC | os.O_APPEND))
            self._act(lambda: (done.append(1), shim.mark(len(done))))
            return shim.count()

        with self._reader():
            inodes = {entry.name: entry.stat().st_ino for entry in folder.iterdir()}
            files = {name: (folder / name).read_bytes() for name in inodes}
            counted = forked.expect(self._run(work))
        made = calls(log.read_bytes(), folder)
        seen = [call for call in made if call.kind is not Kind.MARK]
        blind = not any(call.kind is Kind.WRITE and NAME in call.name for call in seen)
        if blind or counted != len(seen):
            raise BrokenError(f"the shim counted {counted} calls and logged {len(seen)}: it does not see all")
        return lambda: Disk(files, inodes), made

    def _act(self, said: Callable[[], object]) -> None:
        with self.variation.connections():
            self.operation.act(Stage(self.folder / NAME, said))

    def _disturbed(self, trouble: Trouble, said: Callable[[], None]) -> str:
        """In the child. Gives whether an error was met, and whether the gallery was checked already."""
        if trouble.how == "limit":
            resource.setrlimit(resource.RLIMIT_FSIZE, (int(trouble.at), resource.RLIM_INFINITY))
        elif trouble.how != "time":
            shim.arm(self.folder, Mode[trouble.how], int(trouble.at))
        done: list[int] = []
        stage = Stage(self.folder / NAME, lambda: (done.append(1), said()))
        try:
            with self.variation.connections():
                self.operation.act(stage)
            return "met" if trouble.how not in ("time", "limit") and shim.count() >= trouble.at else ""
        except CheckoutError:
            return self._after_the_error(stage, trouble.seed, len(done))

    def _after_the_error(self, stage: Stage, seed: int, done: int) -> str:
        """Be killed at once, or go on with the same gallery now that there is room again, or leave."""
        if seed % 3 == 0:
            os.kill(os.getpid(), signal.SIGKILL)
        if seed % 3 == 1 and stage.gallery is not None:
            shim.disarm()
            resource.setrlimit(resource.RLIMIT_FSIZE, (resource.RLIM_INFINITY,) * 2)
            only = not self.operation.may_raise_late
            holds(stage.gallery, self.operation, self.expected, done, seed, only=only)
            stage.gallery.close()
            return "checked"
        return "met"


def _log(path: Path) -> Log | None:
    if not path.exists():
        return None
    with Gallery.inspect(path) as gallery:
        return log_of(gallery)
