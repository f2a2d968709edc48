from __future__ import annotations

import io

from rich.console import Console
from risk.calibrations import POINT, RATE, calibration

from edge.show.risk_words import chosen_point, facts, table
from gallery.risk.calibration import Money
from gallery.risk.offenders import Offender

NEAR = POINT.model_copy(update={"distance": 0.7, "far": 0.001, "loss": 12345.0, "overcharge": 50.0})
PAID = POINT.model_copy(update={"loss": 99999.0, "overcharge": 80.0})
MONEY = Money(currency="EUR", baskets=1000, basket_items=8, unknown_share=0.02, priced=30)


def test_what_was_shown_and_what_was_not() -> None:
    assert facts(calibration(), [])["unknown"] == "0.40% accepted; 95% sure of at most 2.00%"
    missed = calibration(far=RATE.model_copy(update={"shown": False, "bound": 0.031}))
    assert facts(missed, [])["unknown"] == (
        "0.40% accepted; NOT shown to be at most 2.00%; "
        "fixed beforehand it would be 95% sure of at most 3.10%"
    )


def test_the_worst_three_are_named() -> None:
    worst = [Offender(f"t{number}", "cola", 2, 3) for number in range(5)]
    said = facts(calibration(), worst)["taken first"]
    assert said.startswith("t0 as cola (2 of 3 photos); t1")
    assert said.endswith("and 2 more")
    assert "taken first" not in facts(calibration(), [])


def test_money_says_what_it_assumes() -> None:
    said = facts(calibration(curve=(NEAR, PAID), money=MONEY), [])["money"]
    assert said.startswith("loss 999.99 EUR, overcharge 0.80 EUR expected in 1000 baskets of 8 items")
    assert "2.0% of them unknown" in said


def test_the_table_marks_the_chosen_setting_and_fits_a_terminal() -> None:
    made = calibration(curve=(NEAR, PAID), money=MONEY)
    assert chosen_point(made) == PAID
    shown = io.StringIO()
    Console(file=shown, width=80).print(table(made))
    lines = [line for line in shown.getvalue().splitlines() if line.strip()]
    assert [line.split()[0] for line in lines[-2:]] == ["0.700", "0.800"]
    assert "123.45" in lines[-2]
    assert "◀" in lines[-1]
    assert "…" not in shown.getvalue()


def test_products_that_are_shut_out_are_named() -> None:
    own = {f"p{number}": number / 100 for number in range(7)} | {"cola": 0.7}
    said = facts(calibration(per_product=own), [])["shut out"]
    assert said.startswith("p0, p1, p2, p3, p4 and 2 more: accepted from near copies")
    assert "shut out" not in facts(calibration(), [])


def test_the_wrong_sku_is_said_of_products_with_two_distinct_views_alone() -> None:
    some = RATE.model_copy(update={"things": 390})
    assert (
        "of 390 products with two distinct views or more; of 10 with one"
        in (facts(calibration(wrong=some), [])["wrong SKU"])
    )
    assert "with one" not in facts(calibration(), [])["wrong SKU"]
    assert "with one" not in facts(calibration(given=10, wrong=some), [])["wrong SKU"]


def test_what_was_not_tried_has_no_share() -> None:
    none = RATE.model_copy(update={"things": 0, "trials": 0, "measured": 0.0, "bound": 1.0, "shown": False})
    said = facts(calibration(far=none, wrong=none), [])
    assert said["unknown"].startswith("none was tried")
    assert said["wrong SKU"] == said["known"] == "none was tried: no product has two distinct views"
    assert "no unknown item was tried" in calibration(far=none).words
    assert "no other product" in facts(calibration(far=none), [])["wrong SKU"]


def test_it_says_whose_photos_the_shares_are_of() -> None:
    assert facts(calibration(), [])["holds for"].startswith(
        "photos like those enrolled; photos from the till"
    )


def test_the_method_claims_no_more_than_was_shown() -> None:
    assert "shown to keep" in facts(calibration(), [])["method"]
    missed = calibration(far=RATE.model_copy(update={"shown": False}))
    assert "measured rates keep" in facts(missed, [])["method"]
