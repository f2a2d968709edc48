"""Mining on distance matrices handed in, against a triple loop that is obviously right."""

from __future__ import annotations

import numpy as np
import torch
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray
from pytorch_metric_learning.distances import BaseDistance
from torch import Tensor

from train.losses.mine import active_pairs, nearest_negative, random_negative, semi_hard

Triplets = set[tuple[int, int, int]]


class AsGiven(BaseDistance):
    """The matrix handed in, in place of embeddings."""

    def __init__(self) -> None:
        super().__init__(normalize_embeddings=False)

    def compute_mat(self, query_emb: Tensor, ref_emb: Tensor) -> Tensor:
        return query_emb


def by_loop(apart: Tensor, labels: list[int], margin: float) -> Triplets:
    """Schroff et al., 2015, word by word: each anchor-positive pair looks for itself."""
    found, numbers = set(), range(len(labels))
    for a in numbers:
        for p in numbers:
            for n in numbers:
                if a == p or labels[a] != labels[p] or labels[a] == labels[n]:
                    continue
                further = float(apart[a, n] - apart[a, p])
                if 0 < further < margin:
                    found.add((a, p, n))
    return found


def as_set(triplets: tuple[Tensor, Tensor, Tensor]) -> Triplets:
    return set(zip(*(part.tolist() for part in triplets), strict=True))


@st.composite
def problems(draw: st.DrawFn) -> tuple[NDArray[np.float32], list[int]]:
    count = draw(st.integers(2, 9))
    labels = draw(st.lists(st.integers(0, 3), min_size=count, max_size=count))
    steps = st.lists(st.integers(0, 16), min_size=count * count, max_size=count * count)
    matrix = np.array(draw(steps), np.float32).reshape(count, count) / 8
    return (matrix + matrix.T) / 2, labels


@given(problems(), st.sampled_from([0.25, 0.5, 1.0]))
def test_semi_hard_is_that_of_the_triple_loop(
    problem: tuple[NDArray[np.float32], list[int]], margin: float
) -> None:
    """Distances are sixteenths, so ties and distances right at the margin are common and exact."""
    apart, labels = torch.from_numpy(problem[0]), problem[1]
    found = semi_hard(apart, torch.tensor(labels), margin, AsGiven())
    assert as_set(found) == by_loop(apart, labels, margin)
    assert len(found[0]) == len(as_set(found))


def test_a_case_worked_by_hand() -> None:
    """Photos 0, 1, 2 are of one class, 3 and 4 of others; margin 0.5.

    d(0, 1) = 0.4: the band is 0.4 to 0.9; 3 at 0.5 is in it, 4 at 1.0 is beyond.
    d(0, 2) = 0.7: the band is 0.7 to 1.2; 3 at 0.5 is nearer than the positive (hard), 4 at 1.0 is in.
    One band for the anchor, such as that of its nearest or furthest positive, would give each pair
    both negatives or none.
    """
    apart = torch.zeros(5, 5)
    for (i, j), distance in {(0, 1): 0.4, (0, 2): 0.7, (0, 3): 0.5, (0, 4): 1.0}.items():
        apart[i, j] = apart[j, i] = distance
    apart[1:, 1:] = 5 - 5 * torch.eye(4)  # nothing else is in any band
    labels = torch.tensor([0, 0, 0, 1, 2])
    of_anchor_0 = {triplet for triplet in as_set(semi_hard(apart, labels, 0.5, AsGiven())) if not triplet[0]}
    assert of_anchor_0 == {(0, 1, 3), (0, 2, 4)}


@given(problems())
def test_the_nearest_negative_of_each_pair_stays(problem: tuple[NDArray[np.float32], list[int]]) -> None:
    apart, labels = torch.from_numpy(problem[0]), problem[1]
    all_of_them = by_loop(apart, labels, 1.0)
    chosen = as_set(nearest_negative(semi_hard(apart, torch.tensor(labels), 1.0, AsGiven()), apart))
    assert chosen <= all_of_them
    assert {(a, p) for a, p, _ in chosen} == {(a, p) for a, p, _ in all_of_them}
    assert len({(a, p) for a, p, _ in chosen}) == len(chosen)
    for a, p, n in chosen:
        assert apart[a, n] == min(apart[a, other] for b, q, other in all_of_them if (a, p) == (b, q))


def test_every_pair_has_one_random_negative_and_all_come_up() -> None:
    torch.manual_seed(0)
    labels = torch.tensor([0, 0, 1, 1, 2])
    seen: Triplets = set()
    for _ in range(60):
        found = as_set(random_negative(labels))
        assert {(a, p) for a, p, _ in found} == {(0, 1), (1, 0), (2, 3), (3, 2)}
        assert len(found) == 4
        seen |= found
    assert {n for a, _, n in seen if a == 0} == {2, 3, 4}
    assert {n for a, _, n in seen if a == 2} == {0, 1, 4}


def test_one_class_alone_has_no_triplet() -> None:
    assert not as_set(random_negative(torch.zeros(4, dtype=torch.long)))


def test_active_pairs_by_hand() -> None:
    """Two pairs, (0, 1) and (1, 0). Only the first has a triplet, and it pushes: 0.4 - 0.5 + 0.2 > 0."""
    apart = torch.tensor([[0, 0.4, 0.5], [0.4, 0, 0.9], [0.5, 0.9, 0]])
    labels = torch.tensor([0, 0, 1])
    triplets = (torch.tensor([0]), torch.tensor([1]), torch.tensor([2]))
    assert active_pairs(triplets, apart, labels, 0.2) == 0.5
    assert active_pairs(triplets, apart, labels, 0.05) == 0.0
