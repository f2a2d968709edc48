from __future__ import annotations

import numpy as np
import pytest
from shelf import DIMENSION, random_units

from gallery import ViewIndex
from gallery.index import limits
from gallery.index.graph import Graph
from gallery.index.matrix import Matrix
from gallery.index.plan import plan
from gallery.index.view_index import Part


@pytest.fixture(autouse=True)
def _small(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "EXACT_BELOW", 100)
    monkeypatch.setattr(limits, "SIDE", 30)
    monkeypatch.setattr(limits, "LARGEST_REPLACED", 300)


def _index(*parts: str) -> ViewIndex:
    """Parts such as `g200`, a graph of 200 views, `g200-50` with 50 removed, `m20`, `a20` set aside."""
    made: list[Part] = []
    first = 0
    for part in parts:
        views, _, dead = part[1:].partition("-")
        ids = np.arange(first, first + int(views))
        first += len(ids)
        if part[0] == "g":
            made.append(Graph(None, ids, ids[: int(dead or 0)]))
        else:
            made.append(Matrix.of(random_units(len(ids)), ids, aside=len(ids) * (part[0] == "a")))
    return ViewIndex(made, DIMENSION)


@pytest.mark.parametrize(
    ("parts", "expected"),
    [
        ([], ()),
        (["m99"], ()),  # few are compared one by one
        (["m101"], (0,)),  # many get a graph
        (["g200", "m30"], ()),
        (["g200", "m31"], (1,)),  # a graph of their own
        (["g62", "m31", "a8"], (0, 1, 2)),  # a graph no more than twice as large joins in
        (["g180", "g62", "m31"], (0, 1, 2)),
        (["g200", "g63", "m31"], (2,)),
        (["g400", "g200", "m101"], (1, 2)),  # 400 are too many to be replaced while a till runs
        (["g200", "a99"], ()),  # what no graph finds waits for none
        (["g200-40", "m1"], ()),
        (["g200-41", "m1"], (0, 1)),  # much was removed
        (["g400-81", "m1"], ()),  # 319 are too many
        (["g150-60"], (0,)),  # few are left: compared one by one again
        (["g50", "m40"], (0, 1)),
    ],
)
def test_what_is_put_together(parts: list[str], expected: tuple[int, ...]) -> None:
    assert plan(_index(*parts)) == expected


def test_growing_one_product_at_a_time_builds_each_view_into_few_graphs() -> None:
    limits_of_one = 12  # times that a view goes into a graph, of 4,000 that come 10 at a time
    built = 0
    index = _index("m0")
    for number in range(400):
        ids = np.arange(number * 10, number * 10 + 10)
        index = index.changed(ids, random_units(10), np.empty(0, np.int64))
        numbers = plan(index)
        if numbers:
            held = np.concatenate([index.parts[n].view_ids for n in numbers])
            built += len(held)
            index = index.replaced(numbers, [Graph(None, np.sort(held), np.empty(0, np.int64))])
    assert built <= limits_of_one * 4000
    assert len(index) == 4000
