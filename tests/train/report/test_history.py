from __future__ import annotations

from pathlib import Path

from train.report.history import read_history

STEP = '{"kind":"step","epoch":1,"step":1,"phase":"frozen","loss":1.0,"active":0.5}\n'
EPOCH = (
    '{"kind":"epoch","epoch":1,"phase":"frozen","loss":0.9,"active":null,"val_loss":0.8,'
    '"recall_at_1":0.7,"seconds":3.0}\n'
)


def test_steps_and_epochs_are_read_and_all_else_passed_over(tmp_path: Path) -> None:
    path = tmp_path / "history.jsonl"
    path.write_text(STEP + EPOCH + '{"kind":"note"}\n[]\n\n' + EPOCH[:40])
    history = read_history(path)
    assert history is not None
    assert [(step.loss, step.active) for step in history.steps] == [(1.0, 0.5)]
    assert [(epoch.val_loss, epoch.recall_at_1) for epoch in history.epochs] == [(0.8, 0.7)]


def test_epochs_count_through_the_phases(tmp_path: Path) -> None:
    path = tmp_path / "history.jsonl"
    path.write_text(STEP + EPOCH + STEP + STEP + EPOCH.replace("frozen", "whole") + STEP)
    history = read_history(path)
    assert history is not None
    assert [(epoch.epoch, epoch.phase) for epoch in history.epochs] == [(1, "frozen"), (2, "whole")]
    assert [step.epoch for step in history.steps] == [1, 2, 2, 3]


def test_no_epoch_is_no_history(tmp_path: Path) -> None:
    path = tmp_path / "history.jsonl"
    path.write_text(STEP)
    assert read_history(path) is None
    assert read_history(None) is None
