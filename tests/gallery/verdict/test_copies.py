from __future__ import annotations

import numpy as np
from verdict.stocks import near, product

from gallery.verdict.copies import copies


def test_views_nearer_than_the_bound_are_copies_of_the_first() -> None:
    a, b = product(0, [0.3, 0.3])
    views = np.array([a, b, near(a, 0.05, 30), near(b, 0.2, 31)])
    assert copies(views).tolist() == [0, 1, 0, 3]


def test_copies_of_a_copy_are_copies_and_the_order_does_not_matter() -> None:
    (a,) = product(0, [0.3])
    chain = [near(a, 0.09 * step, 30) for step in (0, 2, 1)]
    assert copies(np.array(chain)).tolist() == [0, 0, 0]
    assert np.linalg.norm(chain[0] - chain[1]) > 0.1


def test_pictures_that_correlate_are_copies_wherever_their_vectors_lie() -> None:
    views = np.array(product(0, [0.3, 0.3, 0.3]))
    look = np.random.default_rng(0).standard_normal((3, 64)).astype(np.float32)
    look[2] = look[0] + 0.01 * look[1]
    look -= look.mean(axis=1, keepdims=True)
    look /= np.linalg.norm(look, axis=1, keepdims=True)
    assert copies(views, look).tolist() == [0, 1, 0]
    assert copies(views).tolist() == [0, 1, 2]
