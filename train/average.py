"""Average: of one network over time, and between two networks."""

from __future__ import annotations

from collections.abc import Mapping

import torch
from torch import Tensor, nn

State = dict[str, Tensor]


class Average:
    """Exponential moving average of a network's weights and running statistics.

    Args:
        model: the network to follow.
        decay: how much of the average each step keeps, once warm; the first steps keep less.
    """

    def __init__(self, model: nn.Module, decay: float) -> None:
        self.decay, self.steps = decay, 0
        self.state: State = {key: value.detach().clone() for key, value in model.state_dict().items()}

    @torch.no_grad()
    def update(self, model: nn.Module) -> None:
        """Take the model's present weights in."""
        self.steps += 1
        decay = min(self.decay, (1 + self.steps) / (10 + self.steps))
        for key, value in model.state_dict().items():
            if value.is_floating_point():
                self.state[key].lerp_(value, 1 - decay)
            else:
                self.state[key].copy_(value)

    def take(self, state: Mapping[str, Tensor], steps: int) -> None:
        """Go on from the state of another average."""
        for key, value in state.items():
            self.state[key].copy_(value)
        self.steps = steps


def interpolate(start: Mapping[str, Tensor], end: Mapping[str, Tensor], alpha: float) -> State:
    """Weights `alpha` of the way from `start` to `end` (WiSE-FT, Wortsman et al., 2022).

    Between a pre-trained network and its fine-tuned self lies often one that carries over to new
    classes better than both.
    """
    return {
        key: torch.lerp(value, end[key], alpha) if value.is_floating_point() else end[key]
        for key, value in start.items()
    }
