from __future__ import annotations

import numpy as np
import pytest
from clusters import clusters, photos_of

from train.evaluate import few_shot
from train.measure import Evaluation, Protocol, measure, plan
from train.measure.figure import MEANINGS


def evaluated(
    spread: float, protocol: Protocol | None = None, classes: int = 8, each: int = 20
) -> Evaluation:
    vectors, labels = clusters(classes, each, spread)
    photos = photos_of(labels)
    return measure(vectors, photos, plan(photos, protocol or Protocol(7, 3)))


def test_a_perfect_embedding_has_perfect_figures() -> None:
    found = evaluated(0.01)
    assert list(found.figures) == list(MEANINGS)
    values = {key: figure.estimate.value for key, figure in found.figures.items()}
    assert values.pop("fpr_at_tpr95") == 0
    assert set(values.values()) == {1.0}
    assert not found.confusions


def test_a_random_embedding_is_no_better_than_chance() -> None:
    found = evaluated(1e3, Protocol(7, 3), each=40)
    value = {key: figure.estimate.value for key, figure in found.figures.items()}
    assert value["top1"] == pytest.approx(1 / 8, abs=0.06)
    assert value["top5"] == pytest.approx(5 / 8, abs=0.08)
    assert value["recall_at_1"] == pytest.approx(39 / 319, abs=0.06)
    assert value["auroc"] == pytest.approx(0.5, abs=0.08)
    assert value["fpr_at_tpr95"] == pytest.approx(0.95, abs=0.05)
    assert value["pair_tpr"] + value["pair_tnr"] == pytest.approx(1, abs=0.08)
    assert value["oscr"] < 0.25
    assert value["map_at_r"] < 0.06


def test_figures_are_those_of_the_plain_metrics() -> None:
    vectors, labels = clusters(8, 20, 0.5)
    photos = photos_of(labels)
    found = measure(vectors, photos, plan(photos, Protocol(7, 10))).figures
    score = few_shot(vectors, labels)
    keys = ("top1", "auroc", "fpr_at_tpr95")
    assert [found[key].estimate.value for key in keys] == pytest.approx(
        [score.top1, score.auroc, score.false_accept]
    )


def test_every_value_lies_in_its_interval() -> None:
    for figure in evaluated(0.4).figures.values():
        assert figure.estimate.low <= figure.estimate.value <= figure.estimate.high


def test_few_classes_have_no_top5_and_single_shots_no_pairs() -> None:
    found = evaluated(0.3, Protocol(1, 2), classes=4)
    assert not {"top5", "pair_tpr", "pair_tnr"} & set(found.figures)
    assert found.threshold is None


def test_each_draw_and_the_rest_are_steps() -> None:
    vectors, labels = clusters(4, 9, 0.3)
    photos, steps = photos_of(labels), []
    measure(vectors, photos, plan(photos, Protocol(7, 3)), lambda: steps.append(1))
    assert len(steps) == 4


def test_splits_are_kept_apart() -> None:
    """Photos of train lie where the next class's are: they mislead the vote, retrieval never sees them."""
    vectors, labels = clusters(3, 6, 0.01)
    splits = ("train", "train", "train", "test", "test", "test") * 3
    photos, train = photos_of(labels, splits), np.array(splits) == "train"
    vectors[train] = np.roll(vectors[train], 3, axis=0)
    found = measure(vectors, photos, plan(photos, Protocol(3, 1))).figures
    assert found["recall_at_1"].estimate.value == 1
    assert found["map_at_r"].estimate.value == 1
    assert found["top1"].estimate.value == 0
