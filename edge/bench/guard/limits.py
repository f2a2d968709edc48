"""Guard limits: what each figure of the guard usually is, and what it may be.

`scripts/guard --times 20` on two idle cores of an AMD EPYC, 26 November 2026, without an alarm and without a
second attempt; beside it the greatest of ten while other jobs kept both cores busy (load average 14 to 26),
and what a localiser that does its work twice came to there:

| figure | least | median | greatest of 20 | greatest, busy | most allowed | localiser twice |
|---|---|---|---|---|---|---|
| one item | 1.37 | 1.39 | 1.45 | 1.71 | 1.85 | 1.25 |
| twenty items | 1.05 | 1.07 | 1.09 | 1.40 | 1.50 | 1.16 |
| localise one | 1.91 | 2.11 | 2.38 | 2.09 | 2.90 | 3.54 |
| localise twenty | 2.04 | 2.24 | 2.45 | 2.72 | 3.30 | 4.49 |
| handling | 4.69 | 5.18 | 5.63 | 5.69 | 7.00 | 4.39 |
| still | 2.29 | 2.42 | 2.52 | 2.67 | 3.40 | 4.21 |
| looks | 60 | 60 | 60 | 60 | 63 | 60 |
| search | 1.71 | 1.80 | 1.92 | 1.94 | 2.50 | |
| at once, frames | 0.0675 | 0.0675 | 0.0675 | 0.067 | 0.090 | |
| kept, bytes | 36.5 | 36.5 | 37.3 | 36.5 | 100 | |
| start | 4.15 | 4.67 | 4.98 | 4.51 | 6.00 | |

The greatest is of single attempts, of which the best of three counts. `most` lies above it and below half as
much again as usual (a test holds it there): what makes a figure slower by less than "slower passes" is not
seen. Looks are counted, so that they are the same on any machine. What this guard cannot see: what slows some
frames and not the quickest, and a network that is itself slower, which slows both sides: `checkout-edge bench
compare` does.
Whoever changes the fixed work, the belt or the floor measures again: `scripts/guard --times 20`.
"""

from __future__ import annotations

from edge.bench.guard.judge import Limit

LIMITS = {
    "one item": Limit(1.39, 1.85, "frame to decision beside bare inference of its crop"),
    "twenty items": Limit(1.07, 1.5, "the same, and the batch"),
    "localise one": Limit(2.11, 2.9, "localiser beside fixed work of OpenCV"),
    "localise twenty": Limit(2.35, 3.3, "the same with twenty items"),
    "handling": Limit(5.18, 7.0, "all but localiser, network and search, beside the fixed work"),
    "still": Limit(2.45, 3.4, "a frame of twenty items that lie still, beside the fixed work"),
    "looks": Limit(60, 63, "crops embedded in a step of twenty that move on and twenty that lie still"),
    "search": Limit(1.8, 2.5, "search of twenty beside a matrix product and the nearest few"),
    "at once": Limit(0.067, 0.09, "Python's memory, taken for a moment in a frame", "frames"),
    "kept": Limit(36.5, 100, "Python's memory, kept of each frame", "B"),
    "start": Limit(4.67, 6.0, "processor seconds of the command on a picture beside bare imports"),
}
