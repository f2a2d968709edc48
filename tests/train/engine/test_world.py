"""World: two processes, each with half the batch, have the gradients of one with all of it."""

from __future__ import annotations

import os
from pathlib import Path

import numpy as np
import pytest
import torch
import torch.distributed as dist
import torch.multiprocessing as mp
from torch import nn

from gallery.errors import InputError
from train.batches import BatchShape
from train.data import Photos
from train.embedder import Embedder, Shape
from train.engine.job import Job
from train.engine.judge import ByNearest
from train.engine.phase import Phase
from train.engine.training import Training
from train.engine.world import World
from train.losses import Objective
from train.losses.arcface_contrast import ArcFaceAndContrast
from train.losses.triplets import RandomTriplets, SemiHard
from train.recipes.little import little

LABELS = torch.arange(12) // 3
TOLERANCE = 1e-5
"""Of a gradient's largest element: float32 sums in another order."""

RUN_TOLERANCE = 1e-4
"""Absolute, of weights after four steps of at least 1e-3 each: Adam divides small differences by small
gradients."""

OBJECTIVES = {"semi-hard": SemiHard, "random": RandomTriplets, "arcface": lambda: ArcFaceAndContrast(4, 5)}


def network() -> nn.Module:
    torch.manual_seed(1)
    return nn.Sequential(nn.Linear(7, 9), nn.Tanh(), nn.Linear(9, 5))


def objective(name: str) -> Objective:
    torch.manual_seed(2)
    made: Objective = OBJECTIVES[name]()
    return made


def run(world: World, folder: Path) -> dict[str, torch.Tensor]:
    """A whole run, both phases, of twelve photos of noise: its last weights."""
    torch.manual_seed(5)
    images = tuple(np.random.default_rng(i).integers(0, 255, (32, 32, 3), np.uint8) for i in range(12))
    photos = Photos(images, LABELS.numpy(), tuple("abcd"))
    phases = (Phase("frozen", 2, 0, 1e-2, patience=9), Phase("whole", 2, 1e-3, 1e-3))
    embedder = Embedder(Shape("test_efficientnet", 8, 32, "avg"))
    judge = ByNearest(photos, photos)
    shape = BatchShape(4, 3)
    job = Job(embedder, SemiHard(), photos, phases, shape, little, {}, judge, world=world)
    return Training(job, folder / "checkpoint.pt").run()


def gradients(world: World, name: str) -> list[torch.Tensor]:
    """Of one step, as `Stage.step` makes it."""
    inputs = torch.randn(12, 7, generator=torch.Generator().manual_seed(3))
    inner, cost = network(), objective(name)
    wrapped = world.wrap(inner)
    torch.manual_seed(4)
    outputs = nn.functional.normalize(world.gather(wrapped(inputs[world.part(12)])))
    cost(outputs, LABELS).value.backward()
    world.average_gradients(cost.parameters())
    weights = [*inner.parameters(), *cost.parameters()]
    return [weight.grad for weight in weights if weight.grad is not None]


def work(rank: int, port: int, folder: str) -> None:
    os.environ |= {"MASTER_ADDR": "127.0.0.1", "MASTER_PORT": str(port), "RANK": str(rank), "WORLD_SIZE": "2"}
    torch.set_num_threads(1)
    world = World.join("cpu")
    found = {name: gradients(world, name) for name in OBJECTIVES}
    said = world.from_first(lambda: f"from {rank}")
    weights = run(world, Path(folder))
    torch.save((found, said, weights), Path(folder) / f"{rank}.pt")
    dist.destroy_process_group()


def test_two_processes_have_the_gradients_of_one_with_the_joined_batch(tmp_path: Path) -> None:
    port = 20000 + os.getpid() % 20000
    mp.spawn(work, (port, str(tmp_path)), nprocs=2)
    parts = [torch.load(tmp_path / f"{rank}.pt") for rank in (0, 1)]
    assert [said for _, said, _ in parts] == ["from 0", "from 0"]
    for name in OBJECTIVES:
        alone = gradients(World(), name)
        assert len(alone) == (5 if name == "arcface" else 4)
        for found, _, _ in parts:
            assert all(
                torch.allclose(mine, theirs, rtol=0, atol=TOLERANCE * float(mine.abs().max()))
                for mine, theirs in zip(alone, found[name], strict=True)
            )

    alone_run = run(World(), tmp_path / "alone")
    for _, _, weights in parts:
        assert all(
            torch.allclose(value, weights[key], rtol=0, atol=RUN_TOLERANCE)
            for key, value in alone_run.items()
        )
    assert (tmp_path / "checkpoint.pt").exists()


def test_half_of_the_batch_alone_would_give_others() -> None:
    """The test above can fail: mining within each half finds other triplets."""
    whole = gradients(World(), "semi-hard")
    inputs = torch.randn(12, 7, generator=torch.Generator().manual_seed(3))
    inner = network()
    for half in (slice(0, 6), slice(6, 12)):
        outputs = nn.functional.normalize(inner(inputs[half]))
        (objective("semi-hard")(outputs, LABELS[half]).value / 2).backward()
    apart = [weight.grad for weight in inner.parameters()]
    assert any(
        not torch.allclose(mine, theirs, atol=100 * TOLERANCE)
        for mine, theirs in zip(whole, apart, strict=True)
        if theirs is not None
    )


def test_the_parts_of_a_batch_are_the_batch() -> None:
    rows = np.arange(12)
    parts = [rows[World(rank, 3).part(12)] for rank in range(3)]
    assert np.array_equal(np.concatenate(parts), rows)
    assert [len(part) for part in parts] == [4, 4, 4]
    with pytest.raises(InputError, match="no 5 equal parts"):
        World(0, 5).part(12)


def test_one_process_alone_needs_no_other(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("RANK", raising=False)
    world, layer = World.join("cpu"), nn.Linear(2, 2)
    assert world == World()
    assert world.is_first
    assert world.wrap(layer) is layer
    assert world.from_first(lambda: 3) == 3
