from __future__ import annotations

from train.split import unseen_classes

NAMES = [f"class {i}" for i in range(20)]


def test_the_split_depends_on_names_and_seed_alone() -> None:
    chosen = unseen_classes(NAMES, 5, 0)
    assert chosen == unseen_classes(NAMES[::-1], 5, 0)
    assert chosen != unseen_classes(NAMES, 5, 1)
    assert len(set(chosen)) == 5
    assert set(chosen) < set(NAMES)


def test_the_split_of_the_shipped_model_stays() -> None:
    assert unseen_classes(NAMES, 3, 0) == ("class 1", "class 2", "class 3")
