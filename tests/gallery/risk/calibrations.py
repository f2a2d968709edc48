"""A calibration to store, for tests."""

from __future__ import annotations

from datetime import datetime, timezone

from gallery.risk.calibration import Calibration, Point, Rate

RATE = Rate(target=0.02, measured=0.004, bound=0.02, shown=True, things=400, trials=2800)
POINT = Point(
    distance=0.8, margin=0.03, right=0.9, asked=0.05, refused=0.04, wrong=0.01, far=0.004, far_bound=0.018
)


def calibration(**fields: object) -> Calibration:
    """A calibration with the fields given and the rest made up."""
    made_up: dict[str, object] = {
        "made": datetime(2026, 3, 1, 12, tzinfo=timezone.utc),
        "model": "ab" * 32,
        "state": "cd" * 32,
        "version": 7,
        "method": "bound",
        "confidence": 0.95,
        "distance": 0.8,
        "margin": 0.03,
        "per_product": {"cola": 0.7},
        "far": RATE,
        "wrong": RATE,
        "curve": (POINT,),
    }
    return Calibration.model_validate({**made_up, **fields})
