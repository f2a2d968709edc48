from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
import torch

from gallery.errors import InputError
from train import checkpoint
from train.average import interpolate
from train.choose import ALPHAS, SHARES, choose, own_weights
from train.data import Photos
from train.embedder import Embedder, Generalist, Shape
from train.evaluate import few_shot
from train.features import embed, start_head
from train.fit import fit
from train.hold import hold
from train.settings import Settings
from train.threshold import distance_threshold

SHAPE = Shape("test_efficientnet", 16, 32)
SETTINGS = Settings(epochs=12, classes=4, held=0, workers=0, decay=0.5, backbone_rate=2e-3, head_rate=1e-2)


def fresh() -> Embedder:
    torch.manual_seed(0)
    return Embedder(SHAPE)


def test_it_learns(toy: Photos, tmp_path: Path) -> None:
    embedder = fresh()
    before = few_shot(embed(embedder, toy), toy.labels)
    state = fit(embedder, toy, SETTINGS, tmp_path / "a.pt")
    embedder.load_state_dict(state)
    after = few_shot(embed(embedder, toy), toy.labels)
    assert after.top1 > 0.9
    assert after.top1 > before.top1


def test_a_run_is_repeatable_and_goes_on_as_if_unbroken(
    toy: Photos, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings, path = SETTINGS.model_copy(update={"epochs": 2}), tmp_path / "broken.pt"
    whole = fit(fresh(), toy, settings, tmp_path / "whole.pt")
    write = checkpoint.write

    def stop(path: Path, state: dict[str, object]) -> None:
        write(path, state)
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(checkpoint, "write", stop)
        with pytest.raises(KeyboardInterrupt):
            fit(fresh(), toy, settings, path)
    again = fit(fresh(), toy, settings, tmp_path / "again.pt")
    resumed = fit(fresh(), toy, settings, path)
    assert all(torch.equal(whole[key], again[key]) for key in whole)
    assert all(torch.equal(whole[key], resumed[key]) for key in whole)


def test_a_checkpoint_of_another_run_or_a_broken_one_is_refused(toy: Photos, tmp_path: Path) -> None:
    path = tmp_path / "run.pt"
    fit(fresh(), toy, SETTINGS.model_copy(update={"epochs": 1}), path)
    with pytest.raises(InputError, match="epochs"):
        fit(fresh(), toy, SETTINGS.model_copy(update={"epochs": 2}), path)
    path.write_bytes(path.read_bytes()[:1000])
    with pytest.raises(InputError, match="checkpoint"):
        fit(fresh(), toy, SETTINGS.model_copy(update={"epochs": 1}), path)


def test_held_parts_do_not_move(toy: Photos, tmp_path: Path) -> None:
    embedder = fresh()
    before = {key: value.clone() for key, value in embedder.backbone.state_dict().items()}
    fit(embedder, toy, SETTINGS.model_copy(update={"epochs": 1, "held": 2}), tmp_path / "run.pt")
    after = embedder.backbone.state_dict()
    moved = {key.split(".")[0] for key in before if not torch.equal(before[key], after[key])}
    assert "conv_stem" not in moved
    assert "bn1" not in moved
    assert "conv_head" in moved


def test_only_an_efficientnet_can_be_held() -> None:
    with pytest.raises(InputError, match="held"):
        hold(Embedder(Shape("test_resnet", 16, 32)), 1)


def test_the_untrained_head_is_useful(toy: Photos) -> None:
    embedder = fresh()
    start_head(embedder, toy, embedder.shape.size)
    vectors = embed(embedder, toy)
    assert vectors.shape == (48, 16)
    assert few_shot(vectors, toy.labels).top1 > 0.5
    assert 0 < distance_threshold(embedder, (toy,)) < 2


def test_the_choice_is_between_start_and_end(toy: Photos) -> None:
    embedder, other = fresh(), Embedder(SHAPE)
    start = {key: value.clone() for key, value in embedder.state_dict().items()}
    best, *others = choose(embedder, start, other.state_dict(), (toy,))
    assert {best.alpha, *(choice.alpha for choice in others)} == set(ALPHAS)
    assert all(best.merit >= choice.merit for choice in others)
    expected = interpolate(start, other.state_dict(), best.alpha)
    assert all(torch.equal(expected[key], value) for key, value in embedder.state_dict().items())


def test_the_generalist_stays_and_gets_its_share(toy: Photos) -> None:
    embedder = fresh()
    embedder.beside(Generalist("test_efficientnet", 8))
    general = {key: value.clone() for key, value in embedder.state_dict().items() if "generalist" in key}
    start = own_weights(embedder)
    best = choose(embedder, start, start, (toy,), alphas=(1.0,))[0]
    assert {trial.share for trial in best.trials[0]} == set(SHARES)
    vectors = embed(embedder, toy)
    assert vectors.shape == (48, 24)
    assert np.square(vectors[:, :8]).sum(1) == pytest.approx(best.shares[0], abs=1e-5)
    after = embedder.state_dict()
    assert all(torch.equal(value, after[key]) for key, value in general.items())
