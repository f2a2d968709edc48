from __future__ import annotations

import pytest
from pydantic import ValidationError
from risk.calibrations import RATE, calibration

from gallery.risk.calibration import Calibration


def test_it_comes_back_from_json_as_it_was() -> None:
    kept = calibration()
    assert Calibration.model_validate_json(kept.model_dump_json()) == kept


@pytest.mark.parametrize(
    ("state", "model", "fresh"), [("s", "m", True), ("t", "m", False), ("s", "n", False)]
)
def test_it_holds_for_one_state_and_one_model(state: str, model: str, fresh: bool) -> None:
    assert calibration(state="s", model="m").is_fresh(state, model) is fresh


def test_the_till_gets_its_thresholds_and_what_was_shown() -> None:
    thresholds = calibration().thresholds()
    assert (thresholds.distance, thresholds.margin) == (0.8, 0.03)
    assert (thresholds.of("cola"), thresholds.of("milk")) == (0.7, 0.8)
    assert (
        "0.40% of unknown items accepted on photos like those enrolled, 95% sure of at most 2.00%"
        in thresholds.origin
    )


def test_one_target_missed_is_said() -> None:
    missed = calibration(wrong=RATE.model_copy(update={"bound": 0.03, "shown": False}))
    assert not missed.shown
    assert "NOT shown" in missed.words


@pytest.mark.parametrize("wrong", [{"distance": 0.0}, {"confidence": 1.0}, {"unheard": 1}])
def test_what_cannot_be_is_refused(wrong: dict[str, object]) -> None:
    with pytest.raises(ValidationError):
        calibration(**wrong)
