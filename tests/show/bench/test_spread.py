"""Histograms that hold every sample, and shares that end at all of them."""

from __future__ import annotations

import numpy as np
import pytest
from show.bench.svg import SVG, read, words

from edge.show.bench.spread import _cumulative, bins, curves, spread


@pytest.mark.parametrize("scale", [1.0, 40.0])
def test_every_sample_is_in_a_bar(scale: float) -> None:
    samples = [*np.random.default_rng(0).uniform(1, 2, 500), scale, 0.0]
    edges, shares = bins(samples)
    assert len(edges) == len(shares) + 1
    assert sum(shares) == pytest.approx(1)
    assert edges == sorted(edges)


def test_the_share_at_or_below_is_that_of_the_samples() -> None:
    samples = np.random.default_rng(1).exponential(1, 3000)
    for value, share in _cumulative(samples.tolist()):
        assert share == pytest.approx(100 * float(np.mean(samples <= value)))
    assert _cumulative([2.0, 1.0])[-1] == (2.0, 100.0)


def test_quantiles_are_said_and_marked_where_samples_suffice() -> None:
    many = spread("embed", np.linspace(1, 2, 200).tolist(), "embed")
    assert any(said.startswith("p50 1.50 · p99 1.99 · worst 2.00 ms") for said in words(many))
    few = spread("embed", [1.0, 2.0, 3.0], "embed")
    assert any("p99 –" in said for said in words(few))
    dashed = [
        len([one for one in read(svg).iter(f"{SVG}line") if one.get("class") == "d"]) for svg in (many, few)
    ]
    assert dashed == [2, 1]


@pytest.mark.parametrize("samples", [[1.0], [0.0, 0.0], [0.0, 5.0], [3.0] * 9])
def test_odd_samples_are_drawn(samples: list[float]) -> None:
    read(spread("odd", samples, "other"))


def test_curves_stand_beside_one_another() -> None:
    drawn = curves("t", (("frame", "line-a", [2.0, 3.0]), ("bare", "line-b", [1.0, 2.0])))
    assert {"frame", "bare"} <= set(words(drawn))
    assert len(list(read(drawn).iter(f"{SVG}polyline"))) == 2
