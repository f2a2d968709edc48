"""Verdicts as JSON, for programs."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from edge.enroll.judged import Judged
from edge.enroll.prospect import Prospect
from edge.show.verdict.remarks import photo_name


def as_json(verdicts: Sequence[Judged], prospect: Prospect) -> dict[str, Any]:
    """What was judged, by what, and what came out; see docs/enrolment.md for the keys."""
    thresholds = prospect.stock.thresholds
    return {
        "thresholds": {
            "distance": round(thresholds.distance, 4),
            "margin": round(thresholds.margin, 4),
            "origin": thresholds.origin,
        },
        "products": [_product(one, prospect) for one in verdicts],
    }


def _product(one: Judged, prospect: Prospect) -> dict[str, Any]:
    verdict, forecast = one.verdict, one.verdict.forecast
    closest = verdict.closest
    return {
        "sku": one.sku,
        "name": one.product.name,
        "verdict": one.word.value,
        "good": one.good,
        "accuracy": None if forecast.accuracy is None else round(forecast.accuracy, 4),
        "left_out": {
            "right": forecast.right,
            "asked": forecast.asked,
            "wrong": forecast.wrong,
            "refused": forecast.refused,
        },
        "views": len(verdict.rows),
        "distinct_views": verdict.distinct,
        "new_views": one.new,
        "till_views": one.till,
        "closest": None if closest is None else {"sku": closest[0], "distance": round(closest[1], 4)},
        "confusions": [
            {
                "sku": met.sku,
                "share": round(met.share, 4),
                "share_back": round(met.back, 4),
                "matters": met in verdict.confused_with,
                "group": met.grouped,
                "photo": photo_name(one, met.row),
                "other_photo": prospect.shot(met.other_row).source,
                "distance": round(met.distance, 4),
            }
            for met in verdict.confusions
        ],
        "wrong_photos": [
            {
                "photo": photo_name(one, stray.row),
                "looks_like": stray.sku,
                "distance": round(stray.distance, 4),
                "own_distance": round(stray.own_distance, 4),
            }
            for stray in verdict.strays
        ],
        "copies": [[photo_name(one, row) for row in group] for group in verdict.copies],
        "faults": {
            name: [fault.value for fault in faults]
            for name, faults in zip(one.sources, one.faults, strict=True)
            if faults
        },
        "needs": [{"kind": hint.kind.name.lower(), "why": hint.why} for hint in one.hints],
    }
