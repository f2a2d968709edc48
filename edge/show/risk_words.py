"""Risk in words: what a calibration found, for a terminal."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from rich.box import SIMPLE_HEAD
from rich.table import Column, Table

from edge.basket.money import money
from gallery.risk.calibration import Calibration, Money, Point, Rate
from gallery.risk.offenders import Offender
from gallery.risk.refusal import FROM_TILL

_ROWS = 12


def facts(calibration: Calibration, accepted: Sequence[Offender]) -> dict[str, str]:
    """What was chosen, what was shown of it, and what it does, one line each."""
    chosen, far = chosen_point(calibration), calibration.far
    sold = f"{far.things - calibration.given} products that played the unknown"
    given = f", {calibration.given} things given" if calibration.given else ""
    found = {
        "method": _method(calibration),
        "tried": f"{far.trials} photos of {sold}{given}; "
        f"{calibration.wrong.trials} views of {calibration.wrong.things} known products",
        "thresholds": _thresholds(calibration),
        "unknown": _unknown(calibration),
        "wrong SKU": _wrong(calibration),
        "known": _known(calibration, chosen),
        "holds for": f"photos like those enrolled; {FROM_TILL}",
    }
    if calibration.money and chosen.loss is not None and chosen.overcharge is not None:
        found["money"] = _sums(calibration.money, chosen.loss, chosen.overcharge)
    if calibration.shut_out:
        found["shut out"] = _shut_out(calibration.shut_out)
    if accepted:
        rest = f" and {len(accepted) - 3} more" if len(accepted) > 3 else ""
        found["taken first"] = "; ".join(one.words for one in accepted[:3]) + rest
    return found


def chosen_point(calibration: Calibration) -> Point:
    """The point of the curve that the calibration chose."""
    mine = [point for point in calibration.curve if point.margin == calibration.margin]
    return min(mine, key=lambda point: (abs(point.distance - calibration.distance), -point.distance))


def table(calibration: Calibration) -> Table:
    """Some settings of the curve with the margin that was chosen; the chosen one is marked.

    `unknown` is the share of unknown items accepted, `at most` its bound for that setting by itself.
    """
    chosen = chosen_point(calibration)
    points = [point for point in calibration.curve if point.margin == calibration.margin]
    places = {round(place) for place in np.linspace(0, len(points) - 1, _ROWS)} | {points.index(chosen)}
    titles = ["dist.", "right", "asked", "refused", "wrong", "unknown", "at most"]
    currency = calibration.money.currency if calibration.money else None
    sums = [f"{what} {currency or ''}".strip() for what in ("loss", "over")] if calibration.money else []
    columns = (Column(title, justify="right", no_wrap=True) for title in (*titles, *sums))
    shown = Table(
        *columns, "", box=SIMPLE_HEAD, padding=(0, 1, 0, 0), title="% of items", title_justify="left"
    )
    for place in sorted(places):
        point = points[place]
        shares = (point.right, point.asked, point.refused, point.wrong, point.far, point.far_bound)
        amounts = [money(round(one), currency) for one in (point.loss, point.overcharge) if one is not None]
        cells = [f"{share * 100:.{2 if share < 0.1 else 1}f}" for share in shares]
        mark = "◀" if point is chosen else ""
        shown.add_row(f"{point.distance:.3f}", *cells, *(one.split()[0] for one in amounts), mark)
    return shown


def _method(calibration: Calibration) -> str:
    if calibration.method == "otsu":
        return "Otsu's cut, as in the paper; no risk was aimed at"
    shown = "shown to keep both targets" if calibration.shown else "whose measured rates keep both targets"
    return f"most known items accepted, among the settings {shown}"


def _unknown(calibration: Calibration) -> str:
    far = calibration.far
    if not far.things:
        return "none was tried: no other product is there to try it against"
    return f"{far.measured:.2%} accepted; {_shown(far, calibration.confidence)}"


def _wrong(calibration: Calibration) -> str:
    wrong = calibration.wrong
    if not wrong.things:
        return f"none was tried: {_NO_TWO_VIEWS}"
    if not calibration.far.things - calibration.given:
        return "none was tried: there is no other product to be taken for"
    others = calibration.far.things - calibration.given - wrong.things
    said = f"{wrong.measured:.2%} of known items; {_shown(wrong, calibration.confidence)}"
    if others <= 0:
        return said
    return (
        f"{said} (of {wrong.things} products with two distinct views or more; of {others} with one, nothing)"
    )


def _known(calibration: Calibration, chosen: Point) -> str:
    if not calibration.wrong.things:
        return f"none was tried: {_NO_TWO_VIEWS}"
    return (
        f"{chosen.right:.1%} accepted rightly, {chosen.asked:.1%} asked, {chosen.refused:.1%} called unknown"
    )


_NO_TWO_VIEWS = "no product has two distinct views"


def _thresholds(calibration: Calibration) -> str:
    own = calibration.per_product.values()
    spread = f" ({min(own):.3f} to {max(own):.3f} by product)" if own else ""
    return f"distance {calibration.distance:.3f}{spread}, margin {calibration.margin:g}"


def _shut_out(skus: Sequence[str]) -> str:
    rest = f" and {len(skus) - 5} more" if len(skus) > 5 else ""
    who = ", ".join(skus[:5]) + rest
    return f"{who}: accepted from near copies of their photos at best, as their own distance is about 0"


def _shown(rate: Rate, confidence: float) -> str:
    if rate.shown:
        return f"{confidence:.0%} sure of at most {rate.bound:.2%}"
    beforehand = f"fixed beforehand it would be {confidence:.0%} sure of at most {rate.bound:.2%}"
    return f"NOT shown to be at most {rate.target:.2%}; {beforehand}"


def _sums(assumed: Money, loss: float, over: float) -> str:
    lost, charged = (money(round(amount), assumed.currency) for amount in (loss, over))
    return (
        f"loss {lost}, overcharge {charged} expected in {assumed.baskets} baskets of "
        f"{assumed.basket_items:g} items, {assumed.unknown_share:.1%} of them unknown; "
        f"{assumed.priced} products with a price, all sold equally often"
    )
