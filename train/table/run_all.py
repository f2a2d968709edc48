"""Run all: the three recipes on each set of photos, and what comes of them."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from functools import cache
from pathlib import Path
from typing import Any

from gallery.errors import InputError
from train.data import Photos, read_photos
from train.engine.numerics import Numerics
from train.engine.records import Watcher
from train.recipes.execute import execute
from train.recipes.run_dir import HISTORY
from train.report.history import History, read_history
from train.settings import TwoPhaseSettings
from train.table.markdown import markdown
from train.table.picture import picture
from train.table.rows import ROWS, Table, table_of

Runs = dict[str, dict[str, list[dict[str, Any]]]]


def run_all(
    out: Path,
    data: Sequence[Path],
    recipes: Mapping[str, TwoPhaseSettings],
    seeds: int,
    numerics: Numerics,
    watcher: Watcher,
) -> Runs:
    """Train every recipe on every set with every seed; finished runs are kept.

    The seed decides the split too, so all recipes of a seed have the same photos.

    Args:
        out: a run's folder is `out/SET/RECIPE-SEED`.
        data: folders of photos, each a set of its own, called by its name.
        recipes: settings of each, in the order of the table.
        seeds: how many, from the settings' own on.
        numerics: device and precision.
        watcher: sees every step.

    Returns:
        The summaries of each set and recipe, one for each seed.

    Raises:
        InputError: two sets have the same name; and all that `execute` raises.
    """
    names = [path.resolve().name for path in data]
    if len(set(names)) < len(names):
        raise InputError(f"two data sets are called {max(names, key=names.count)}", "rename a folder")
    runs: Runs = {name: {recipe: [] for recipe in recipes} for name in names}
    for name, folder in zip(names, data, strict=True):
        photos = cache(lambda folder=folder: _read(folder))
        for seed in range(seeds):
            for recipe, settings in recipes.items():
                chosen = settings.model_copy(update={"seed": settings.seed + seed})
                run = out / name / f"{recipe}-{chosen.seed}"
                summary = execute(run, chosen, photos, [str(folder)], numerics, watcher=watcher)
                runs[name][recipe].append(summary)
    return runs


def write(out: Path, runs: Runs, seed: int) -> Table:
    """Write `table1.json`, `table1.md` and `table1.png`, the curves being those of the first seed."""
    table = table_of(runs)
    rows = {name: {recipe: asdict(row) for recipe, row in of.items()} for name, of in table.items()}
    content = {"table": rows, "runs": runs}
    (out / "table1.json").write_text(json.dumps(content, indent=2) + "\n", encoding="utf-8")
    (out / "table1.md").write_text(markdown(table), encoding="utf-8")
    picture({name: _histories(out / name, seed) for name in runs}, out / "table1.png")
    return table


def _histories(folder: Path, seed: int) -> dict[str, History]:
    found = {recipe: read_history(folder / f"{recipe}-{seed}" / HISTORY) for recipe in ROWS}
    return {recipe: history or History((), ()) for recipe, history in found.items()}


def _read(folder: Path) -> Photos:
    return read_photos([folder])
