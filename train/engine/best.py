"""Best: the weights with the best validation figure so far, and whether to go on."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from torch import Tensor, nn


@dataclass
class Best:
    """Early stop (Prechelt, 1998): a phase ends after so many epochs without a better figure.

    Attributes:
        figure: the best one, more is better; None before the first.
        weights: the network's state then.
        stale: epochs since.
    """

    figure: float | None = None
    weights: dict[str, Tensor] | None = None
    stale: int = 0

    def see(self, figure: float, network: nn.Module) -> None:
        """An epoch ended with this figure; an equal one is no better."""
        if self.figure is None or figure > self.figure:
            self.figure, self.stale = figure, 0
            self.weights = {key: value.detach().clone() for key, value in network.state_dict().items()}
        else:
            self.stale += 1

    def over(self, patience: int | None) -> bool:
        """Whether to stop; never if `patience` is None."""
        return patience is not None and self.stale >= patience

    def state(self) -> dict[str, Any]:
        """What goes into a checkpoint."""
        return {"figure": self.figure, "weights": self.weights, "stale": self.stale}
