"""Run folder: what a run leaves, and whether a folder is of the run that is asked for."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from gallery.errors import InputError
from train.settings import RecipeSettings

SETTINGS = "settings.json"
CHECKPOINT = "checkpoint.pt"
HISTORY = "history.jsonl"
EARLY = {"start.pt", "start.tmp", "unseen.txt"}
"""What `product` begins with; a run stopped before its first step leaves these in the folder."""


def check(run_dir: Path, settings: RecipeSettings, data: Sequence[str]) -> None:
    """See that a run with these settings may use the folder.

    Raises:
        InputError: it is of another run, or holds other things.
    """
    path = run_dir / SETTINGS
    if not path.exists():
        if run_dir.exists() and (not run_dir.is_dir() or _strange(run_dir)):
            raise InputError(
                f"{run_dir}: holds something that is not a training run", "give a new or empty --out folder"
            )
        return
    wanted, found = {**settings.identity(), "data": list(data)}, _read(path)
    differ = sorted(key for key in wanted if found.get(key) != wanted[key])
    if differ:
        raise InputError(
            f"{run_dir} is of another run: {', '.join(differ)} differ",
            "give another --out folder, or delete this one to begin anew",
        )


def begin(run_dir: Path, settings: RecipeSettings, data: Sequence[str]) -> None:
    """Write the settings of a run."""
    run_dir.mkdir(parents=True, exist_ok=True)
    content = {**settings.model_dump(mode="json"), "data": list(data)}
    (run_dir / SETTINGS).write_text(json.dumps(content, indent=2) + "\n", encoding="utf-8")


def _strange(run_dir: Path) -> bool:
    return any(path.name not in EARLY for path in run_dir.iterdir())


def _read(path: Path) -> dict[str, Any]:
    try:
        content = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise InputError(f"{path}: {error}", "give another --out folder") from None
    return content if isinstance(content, dict) else {}
