"""World: the processes that train together, each on its part of every batch."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any, TypeVar

import torch
import torch.distributed as dist
from torch import Tensor, nn
from torch.nn.parallel import DistributedDataParallel

from gallery.errors import InputError

T = TypeVar("T")


@dataclass(frozen=True)
class World:
    """This process among all. One process alone is a world too, and pays nothing for it.

    Attributes:
        rank: number of this process; 0 writes and prints.
        size: number of processes.
    """

    rank: int = 0
    size: int = 1

    @classmethod
    def join(cls, device: str) -> World:
        """Meet the other processes that `torchrun` started; `device` decides between NCCL and Gloo."""
        if "RANK" not in os.environ:
            return cls()
        if not dist.is_initialized():
            dist.init_process_group("nccl" if device == "cuda" else "gloo")
        return cls(dist.get_rank(), dist.get_world_size())

    @property
    def is_first(self) -> bool:
        """Whether this process writes and prints."""
        return self.rank == 0

    def part(self, length: int) -> slice:
        """This process's rows of a batch of `length`; the parts in order of rank are the batch.

        Raises:
            InputError: the batch has no equal parts.
        """
        if length % self.size:
            raise InputError(
                f"a batch of {length} photos has no {self.size} equal parts",
                "choose classes and per_class so that their product is a multiple of the processes",
            )
        share = length // self.size
        return slice(self.rank * share, (self.rank + 1) * share)

    def gather(self, rows: Tensor) -> Tensor:
        """The rows of all processes, in order of rank, with gradients to each process's own.

        Each process then has the loss of the whole batch.
        """
        gathered: Tensor = _Gather.apply(rows, self) if self.size > 1 else rows
        return gathered

    def wrap(self, network: nn.Module) -> nn.Module:
        """The network with gradients averaged over the processes."""
        trains = any(weight.requires_grad for weight in network.parameters())
        return DistributedDataParallel(network) if self.size > 1 and trains else network

    def average_gradients(self, weights: Iterable[nn.Parameter]) -> None:
        """The same for weights that `wrap` does not reach: those of the objective."""
        for weight in weights if self.size > 1 else ():
            if weight.grad is not None:
                dist.all_reduce(weight.grad)
                weight.grad /= self.size

    def from_first(self, make: Callable[[], T]) -> T:
        """What the first process makes, the same in every process."""
        if self.size == 1:
            return make()
        box: list[T | None] = [make() if self.is_first else None]
        dist.broadcast_object_list(box, src=0)
        return box[0]  # type: ignore[return-value]


class _Gather(torch.autograd.Function):
    """All rows forth, one's own gradient back.

    Every process computes the same loss, so the gradients that the others have for these rows are the
    same as one's own, and nothing need be sent. Their sum is `size` times one of them; the mean over
    processes that `World.wrap` takes of the weights' gradients makes it one again.
    """

    @staticmethod
    def forward(ctx: Any, rows: Tensor, world: World) -> Tensor:
        ctx.world = world
        parts = [torch.empty_like(rows) for _ in range(world.size)]
        dist.all_gather(parts, rows.contiguous())
        return torch.cat(parts)

    @staticmethod
    def backward(ctx: Any, *gradients: Tensor) -> tuple[Tensor, None]:
        (whole,) = gradients
        return whole[ctx.world.part(len(whole))] * ctx.world.size, None
