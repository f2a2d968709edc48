"""Collapse: a network that maps everything to one point learns nothing more. Say so and stop."""

from __future__ import annotations

import math
from dataclasses import dataclass

import torch
from torch import Tensor
from torch.nn.functional import normalize

from gallery.errors import CheckoutError

REMEDY = (
    "take lower rates, semi-hard triplets (`--recipe paper`) or larger batches, "
    "and look at the photos with `checkout-edge data inspect`"
)


class CollapseError(CheckoutError):
    """Training that cannot come to anything. The last checkpoint stays."""

    exit_code = 5


@dataclass
class CollapseDetector:
    """Looks at each step; `patience` bad ones in a row are a collapse, one loss that is no number too.

    Attributes:
        stuck_at: the loss of a network that tells nothing apart (a triplet loss's margin), or None.
        patience: steps.
        spread: distances of unit vectors that differ by less than this are equal.
        near: a loss this near to `stuck_at` is stuck.
        flat, stuck: bad steps in a row so far.
    """

    stuck_at: float | None = None
    patience: int = 10
    spread: float = 1e-4
    near: float = 1e-4
    flat: int = 0
    stuck: int = 0

    def see(self, outputs: Tensor, loss: float) -> None:
        """Look at one step's outputs `[N, D]` and loss.

        Raises:
            CollapseError: the loss is no number, all distances have been equal, or the loss has been
                the margin, for `patience` steps.
        """
        if not math.isfinite(loss):
            raise CollapseError(f"collapse: the loss is {loss}", "take lower rates, or --precision fp32")
        self.flat = self.flat + 1 if _all_equal(outputs, self.spread) else 0
        at_margin = self.stuck_at is not None and abs(loss - self.stuck_at) < self.near
        self.stuck = self.stuck + 1 if at_margin else 0
        if self.flat >= self.patience:
            raise CollapseError(f"collapse: all distances have been equal for {self.flat} steps", REMEDY)
        if self.stuck >= self.patience:
            raise CollapseError(
                f"collapse: the loss has been the margin, {self.stuck_at}, for {self.stuck} steps", REMEDY
            )


@torch.no_grad()
def _all_equal(outputs: Tensor, spread: float) -> bool:
    """Whether all distances between the rows, brought to unit length, are the same."""
    unit = normalize(outputs.float().nan_to_num())
    apart = torch.nn.functional.pdist(unit)
    return bool(apart.numel()) and float(apart.max() - apart.min()) < spread
