"""Execute: one run in its folder, from settings and photos to its figures."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from train.data import Photos
from train.engine.interrupt import StopRequest
from train.engine.numerics import Numerics
from train.engine.records import Epoch, History, Step, Watcher
from train.engine.training import Training
from train.engine.world import World
from train.recipes import product, run_dir, two_phase
from train.recipes.finish import SUMMARY, finish
from train.recipes.prepared import Prepared
from train.settings import ProductSettings, RecipeSettings, TwoPhaseSettings


def execute(
    out: Path,
    settings: RecipeSettings,
    photos: Callable[[], Photos],
    data: Sequence[str],
    numerics: Numerics,
    *,
    world: World | None = None,
    watcher: Watcher | None = None,
) -> dict[str, Any]:
    """Train in the folder `out`, or go on there; a finished run is not trained again.

    Args:
        out: the run's folder.
        settings: of the recipe.
        photos: reads the data; not called if the run is finished.
        data: the data's names, which a run that goes on must share.
        numerics: device and precision.
        world: the processes that train.
        watcher: sees every step.

    Returns:
        What `summary.json` holds.

    Raises:
        InputError: the folder is of another run; photos, weights or settings do not do.
        CollapseError: training comes to nothing.
        StoppedError: Ctrl-C or SIGTERM; the checkpoint is written.
    """
    world = world or World()
    run_dir.check(out, settings, data)
    if (out / SUMMARY).exists():
        return finished(out)
    prepared = prepare(settings, photos(), numerics, world, out)
    if world.is_first:
        run_dir.begin(out, settings, data)
    watchers = [History(out / run_dir.HISTORY)] if world.is_first else []
    both = Together([*watchers, *([watcher] if watcher and world.is_first else [])])
    with StopRequest() as stop:
        Training(prepared.job, out / run_dir.CHECKPOINT, both, stop).run()
    return world.from_first(lambda: _end(out, prepared, settings, data))


def _end(out: Path, prepared: Prepared, settings: RecipeSettings, data: Sequence[str]) -> dict[str, Any]:
    threshold = None
    if isinstance(settings, ProductSettings):
        threshold = product.complete(prepared, settings, out / run_dir.CHECKPOINT)
    return finish(out, prepared, settings, data, threshold)


def finished(out: Path) -> dict[str, Any]:
    """The summary of a run that is finished."""
    summary: dict[str, Any] = json.loads((out / SUMMARY).read_text(encoding="utf-8"))
    return summary


def prepare(
    settings: RecipeSettings, photos: Photos, numerics: Numerics, world: World, out: Path
) -> Prepared:
    """The run of any recipe."""
    if isinstance(settings, ProductSettings):
        return product.prepare(settings, photos, numerics, world, out / run_dir.CHECKPOINT)
    if isinstance(settings, TwoPhaseSettings):
        return two_phase.prepare(settings, photos, numerics, world)
    raise TypeError(f"no recipe for {type(settings).__name__}")


class Together(Watcher):
    """Several watchers as one; the first one's mark counts."""

    def __init__(self, watchers: Sequence[Watcher]) -> None:
        self.watchers = watchers

    def enter(self, phase: str, epochs: int, steps: int, done: int) -> None:
        """See `Watcher`."""
        for watcher in self.watchers:
            watcher.enter(phase, epochs, steps, done)

    def step(self, record: Step) -> None:
        """See `Watcher`."""
        for watcher in self.watchers:
            watcher.step(record)

    def epoch(self, record: Epoch) -> None:
        """See `Watcher`."""
        for watcher in self.watchers:
            watcher.epoch(record)

    def mark(self) -> int:
        """See `Watcher`."""
        return self.watchers[0].mark() if self.watchers else 0

    def rewind(self, mark: int) -> None:
        """See `Watcher`."""
        for watcher in self.watchers[:1]:
            watcher.rewind(mark)
