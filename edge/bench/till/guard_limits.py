"""Guard limits: what each figure of the guard usually is, and what it may be."""

from __future__ import annotations

from edge.bench.till.guard import Limit

LIMITS = {
    "one item": Limit(1.25, 1.8, "frame to decision beside bare inference of its crop"),
    "twenty items": Limit(1.06, 1.5, "the same, and the batch"),
    "localise one": Limit(1.7, 2.5, "localiser beside fixed work of OpenCV"),
    "localise twenty": Limit(2.2, 3.2, "the same with twenty items"),
    "handling": Limit(5.0, 7.4, "all but localiser, network and search, beside the fixed work"),
    "still": Limit(2.2, 3.2, "a frame of twenty items that lie still, beside the fixed work"),
    "looks": Limit(60, 72, "crops embedded in a step of twenty that move on and twenty that lie still"),
    "search": Limit(1.1, 1.6, "search of twenty beside a matrix product and the nearest few"),
    "at once": Limit(0.07, 0.1, "Python's memory, taken for a moment in a frame", "frames"),
    "kept": Limit(200, 290, "Python's memory, kept of each frame", "B"),
    "start": Limit(3.0, 4.0, "the command to its first event beside bare imports"),
}
