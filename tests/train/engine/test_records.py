from __future__ import annotations

import json
from pathlib import Path

from train.engine.records import Epoch, History, Step


def test_a_history_is_lines_of_json_and_can_be_cut(tmp_path: Path) -> None:
    history = History(tmp_path / "run" / "history.jsonl")
    history.step(Step(0, 0, "frozen", 0.5, 0.25))
    mark = history.mark()
    history.epoch(Epoch(0, "frozen", 0.5, None, None, 0.75, 1.5))
    lines = [json.loads(line) for line in history.path.read_text().splitlines()]
    assert lines == [
        {"kind": "step", "epoch": 0, "step": 0, "phase": "frozen", "loss": 0.5, "active": 0.25},
        {"kind": "epoch", "epoch": 0, "phase": "frozen", "loss": 0.5, "active": None, "val_loss": None,
         "recall_at_1": 0.75, "seconds": 1.5},
    ]  # fmt: skip
    again = History(history.path)
    again.rewind(mark)
    assert len(again.path.read_text().splitlines()) == 1
