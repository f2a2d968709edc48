from __future__ import annotations

import numpy as np

from gallery.classify import Candidate
from gallery.risk.acceptance import acceptance
from gallery.risk.offenders import Offender, offenders
from gallery.risk.trials import Trials


def test_counted_by_hand() -> None:
    """a: two of two photos, as x; b: one of two, as y; c: none."""
    seen = [("x", 0.3), ("x", 0.4), ("y", 0.5), ("y", 0.9), ("y", 0.8)]
    found = [(Candidate(sku, 1.0, distance),) for sku, distance in seen]
    trials = Trials(("a", "b", "c"), np.array([0, 0, 1, 1, 2]), found)
    judged = acceptance(found, 0.03, {}, {})
    assert offenders(trials, judged, 0.6) == [Offender("a", "x", 2, 2), Offender("b", "y", 1, 2)]
    assert offenders(trials, judged, 0.2) == []
    assert Offender("a", "x", 2, 2).words == "a as x (2 of 2 photos)"
