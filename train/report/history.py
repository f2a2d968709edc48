"""History: what a run wrote down while it trained."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path

from pydantic import BaseModel, ConfigDict


class Step(BaseModel):
    """One step of training.

    Attributes:
        epoch: that it is part of.
        phase: "frozen" while the backbone stands still, then "whole".
        loss: of the batch.
        active: share of its triplets with a loss above zero, where it has triplets.
    """

    model_config = ConfigDict(extra="ignore", frozen=True)

    epoch: int
    step: int
    phase: str
    loss: float
    active: float | None = None


class Epoch(BaseModel):
    """One epoch; losses are means, `recall_at_1` is of the validation photos."""

    model_config = ConfigDict(extra="ignore", frozen=True)

    epoch: int
    phase: str
    loss: float
    active: float | None = None
    val_loss: float | None = None
    recall_at_1: float | None = None


@dataclass(frozen=True)
class History:
    """Steps and epochs in the order they were trained."""

    steps: tuple[Step, ...]
    epochs: tuple[Epoch, ...]


def read_history(path: Path | None) -> History | None:
    """Read `history.jsonl`; None where there is none or it tells of no epoch.

    Epochs are numbered anew, from 1 and through all phases: a run counts them in each phase by itself.
    A line that is no step and no epoch, such as one cut short when a run was stopped, is passed over.
    """
    if path is None:
        return None
    found: list[Step | Epoch] = []
    number = 1
    for text in path.read_text(encoding="utf-8").splitlines():
        if entry := _line(text):
            found.append(entry.model_copy(update={"epoch": number}))
            number += isinstance(entry, Epoch)
    steps = tuple(entry for entry in found if isinstance(entry, Step))
    epochs = tuple(entry for entry in found if isinstance(entry, Epoch))
    return History(steps, epochs) if epochs else None


def _line(text: str) -> Step | Epoch | None:
    try:
        entry = json.loads(text)
        kind = entry["kind"]
        if kind == "step":
            return Step.model_validate(entry)
        return Epoch.model_validate(entry) if kind == "epoch" else None
    except (ValueError, TypeError, KeyError):  # pydantic's error is a ValueError
        return None
