"""Offset: what it does to known trials that a product's offset is that of all its views, the tried one too.

    scripts/risk/offset.py DATA/grocery/{train,val,test}

Enrols 7 photos of every thing; prints at ten thresholds the shares of known trials accepted rightly and as
another product, with the offset that calibration uses and with that of the gallery without the tried view;
means of 5 draws.
"""

from __future__ import annotations

import sys
from pathlib import Path

import numpy as np
from scores import ENROLLED, Photos, embedded, enough

from gallery.risk.acceptance import acceptance
from gallery.risk.evidence import Evidence, evidence
from gallery.risk.stock import Stock
from gallery.risk.trials import drawn
from gallery.spread import offsets, spreads
from gallery.thresholds import MARGIN

THRESHOLDS = np.round(np.linspace(0.33, 0.6, 10), 2)
DRAWS = 5


def enrolled(photos: Photos, seed: int) -> Stock:
    """Seven photos of every thing."""
    vectors, names = photos
    generator = np.random.default_rng(seed)
    rows = [
        row
        for name in np.unique(names)
        for row in sorted(generator.permutation(np.flatnonzero(names == name))[:ENROLLED].tolist())
    ]
    return Stock(vectors[rows], names[rows].tolist())


def known_rows(found: Evidence) -> list[int]:
    """The view that each known trial asks of; copies have no trial."""
    stock, left = found.stock, []
    for row in drawn(stock).tolist():
        own = np.setdiff1d(stock.rows[stock.owner[row]], row)
        far = np.sqrt(np.maximum(2 - 2 * stock.vectors[own] @ stock.vectors[row], 0)) >= 0.1
        left += [row] if far.any() else []
    assert len(left) == len(found.known)
    return left


def shares(found: Evidence, without: bool) -> np.ndarray:
    """Accepted rightly and wrongly at each threshold, `[10, 2]`."""
    stock, sums = found.stock, np.zeros((len(THRESHOLDS), 2))
    whole = spreads(stock.vectors, stock.skus)
    for number, row in enumerate(known_rows(found)):
        offset, sku = stock.offset, stock.skus[row]
        if without:
            own = np.setdiff1d(stock.rows[stock.owner[row]], row)
            offset = offsets({**whole, **spreads(stock.vectors[own], [sku] * len(own))})
        judged = acceptance([found.known.candidates[number]], MARGIN, offset, stock.groups)
        for place, threshold in enumerate(THRESHOLDS.tolist()):
            if judged.accepted(threshold)[0]:
                sums[place, int(judged.sku[0] != sku)] += found.known.weights[number]
    return sums


def main(photos: Photos) -> None:
    """Print the table."""
    measured = [evidence(enrolled(enough(photos), seed)) for seed in range(DRAWS)]
    used, clean = (np.mean([shares(one, without) for one in measured], axis=0) for without in (False, True))
    print("threshold   right: used / without   wrong SKU: used / without")
    for threshold, a, b in zip(THRESHOLDS.tolist(), used, clean, strict=True):
        print(f"{threshold:9.2f}   {a[0]:11.3f} / {b[0]:.3f}   {a[1]:15.4f} / {b[1]:.4f}")


if __name__ == "__main__":
    main(embedded([Path(folder) for folder in sys.argv[1:]]))
