"""Saved: a trained embedder in one file that needs nothing else to be built again."""

from __future__ import annotations

import pickle
from pathlib import Path
from typing import Any, Literal

import torch
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from gallery.errors import InputError
from train import checkpoint
from train.embedder import Embedder, Shape

FILE = "embedder.pt"
FORMAT: Literal[1] = 1


class About(BaseModel):
    """The card of a trained embedder."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    format: Literal[1] = FORMAT
    recipe: str = Field(description="that trained it")
    kind: Literal["embedder", "softmax"] = Field(
        "embedder", description="softmax: the head's outputs are one for each class"
    )
    shape: Shape
    classes: tuple[str, ...] = Field(description="trained on, in the order of their labels")
    training_data: tuple[str, ...] = Field(description="folders it was trained on, as given")
    threshold: float | None = Field(description="Otsu's distance between same and different training pairs")
    k: int | None = Field(description="neighbours that vote, chosen by cross-validation")


def save(run_dir: Path, embedder: Embedder, about: About) -> None:
    """Write weights and card to `embedder.pt` in `run_dir`, whole or not at all."""
    weights = {key: value.detach().cpu() for key, value in embedder.state_dict().items()}
    checkpoint.write(run_dir / FILE, {"about": about.model_dump_json(), "weights": weights})


def load(run_dir: Path) -> tuple[Embedder, About]:
    """The embedder of a run, in evaluation mode on the CPU, and its card.

    Raises:
        InputError: there is none, it is damaged, or it is of another format.
    """
    path = run_dir / FILE
    if not path.is_file():
        raise InputError(f"{run_dir}: holds no {FILE}", "give the --out folder of a finished training run")
    state = _read(path)
    try:
        about = About.model_validate_json(state["about"])
        embedder = Embedder(about.shape)
        embedder.load_state_dict(state["weights"])
    except (KeyError, TypeError, ValidationError, RuntimeError) as error:
        raise InputError(f"{path}: not an embedder of this version: {error}", "train it again") from None
    return embedder.eval(), about


def _read(path: Path) -> dict[str, Any]:
    try:
        state: dict[str, Any] = torch.load(path, map_location="cpu", weights_only=True)
    except (OSError, RuntimeError, EOFError, pickle.UnpicklingError) as error:
        raise InputError(f"{path}: {error}", "it is damaged; train again, or copy it again") from None
    return state
