"""Missing: what this run did not measure, so that no gap is taken for a nought."""

from __future__ import annotations

from edge.bench.till.results import Report


def missing(report: Report) -> list[str]:
    """The parts that are not in the report, in the words of the page."""
    live, device = report.live, report.device
    there = {
        "the floor": bool(report.crowds),
        "still and moving items": report.stillness is not None,
        "the live camera": live is not None and bool(live.frame),
        "one slow frame": live is not None and bool(live.waterfall),
        "second by second": live is not None and len(live.series) > 1,
        "from laid down to the receipt": live is not None and bool(live.receipt),
        "throughput against batch size": bool(report.batches),
        "the start": report.start is not None,
        "cameras on one device": report.streams is not None,
        "the device's sensors": device is not None,
        "power and energy": device is not None and device.power is not None,
    }
    return [name for name, measured in there.items() if not measured]
