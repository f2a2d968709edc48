from __future__ import annotations

import numpy as np
from risk.shops import families

from gallery.negatives import BACKGROUND, Negatives
from gallery.risk.stock import Stock
from gallery.risk.trials import left_out


def _shop(negatives: Negatives | None) -> Stock:
    vectors, skus = families(12, 4)
    return Stock(vectors, skus, negatives)


def _first(shop: Stock, row: int) -> tuple[str, str]:
    """The nearest product of the unknown trial and of the known trial of one view."""
    unknown, known = left_out(shop)
    return tuple(min(trials.candidates[row], key=lambda one: one.distance).sku for trials in (unknown, known))  # type: ignore[return-value]


def test_a_negative_view_of_another_thing_speaks_in_both_trials() -> None:
    """A view that is marked as not p000's nearest neighbour, and shows neither of the two."""
    plain = _shop(None)
    rival = _first(plain, 0)[0]
    aside = next(row for row in range(40, 48) if plain.skus[row] != rival)
    shown = plain.vectors[0] * 0.9 + plain.vectors[aside] * 0.01  # as near to the query as can be
    shown = (shown / np.linalg.norm(shown)).astype(np.float32)
    near_the_query = Negatives(shown[None], (rival,))
    background = Negatives(shown[None], (BACKGROUND,))
    assert _first(_shop(background), 4)[0] == _first(plain, 4)[0]
    assert left_out(_shop(background))[0].candidates[0] == ()
    # it shows p000 itself: nobody marks what nobody has seen, so the rival stays when p000 is unknown
    assert _first(_shop(near_the_query), 0)[0] == rival
    known = left_out(_shop(near_the_query))[1].candidates[0]
    assert rival not in [one.sku for one in known]
