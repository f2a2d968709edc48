from __future__ import annotations

import io

from rich.console import Console

from train.engine.records import Epoch, Step
from train.engine.show import Show


def test_loss_active_triplets_recall_and_time_left_are_shown() -> None:
    out = io.StringIO()
    with Show(Console(file=out, width=200, force_terminal=True)) as show:
        show.enter("whole", 2, 10, 3)
        show.epoch(Epoch(0, "whole", 0.5, 0.25, 0.75, 0.875, 61))
        show.step(Step(1, 0, "whole", 0.4, 0.2))
    text = out.getvalue()
    assert "epoch 1: loss 0.500  active 0.250  val loss 0.750  recall@1 0.875  61.0 s" in text
    assert "4 of 20 steps  loss 0.400  active 0.20  recall@1 0.875" in text
    assert "left" in text
