"""Facts: an inspection as JSON, for programs."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from train.inspect.inspection import Inspection
from train.inspect.near import NearPair
from train.layouts import Entry


def facts(inspection: Inspection, pictures: Sequence[Path] = ()) -> dict[str, object]:
    """Everything in an inspection as plain values; `pictures` are the sheets that were drawn."""
    return {
        "data": [
            {"path": str(path), "layout": layout}
            for path, layout in zip(inspection.data, inspection.layouts, strict=True)
        ],
        "photos": len(inspection.looks),
        "classes": inspection.counts,
        "splits": {
            name: {"photos": photos, "classes": classes}
            for name, (photos, classes) in inspection.splits.items()
        },
        "not_in_train": list(inspection.not_in_train),
        "sizes": [{"width": w, "height": h, "photos": n} for (w, h), n in inspection.sizes.items()],
        "skipped": [{"path": str(one.path), "reason": one.reason} for one in inspection.skipped],
        "near_duplicates": [_pair(pair) for pair in inspection.pairs],
        "pictures": [str(path) for path in pictures],
    }


def _pair(pair: NearPair) -> dict[str, object]:
    return {
        "across": pair.across or None,
        "bits": pair.bits,
        "similarity": pair.similarity,
        "first": _entry(pair.first),
        "second": _entry(pair.second),
    }


def _entry(entry: Entry) -> dict[str, object]:
    return {"path": str(entry.path), "class": entry.name, "split": entry.split or None}
