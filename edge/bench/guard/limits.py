"""Guard limits: what each figure of the guard usually is, and what it may be.

Measured while other jobs kept two cores of an AMD EPYC busy (load average 14 to 26, where 2 is busy), each
run in a process of its own, with `scripts/guard`; last with a localiser that does its work twice:

| figure | least | greatest of 10 | most allowed | slower passes | localiser twice |
|---|---|---|---|---|---|
| one item | 1.32 | 1.71 | 1.85 | 42% | 1.25 |
| twenty items | 0.99 | 1.40 | 1.50 | 39% | 1.16 |
| localise one | 1.72 | 2.09 | 2.60 | 41% | 3.54 |
| localise twenty | 2.29 | 2.72 | 3.30 | 40% | 4.49 |
| handling | 4.63 | 5.69 | 7.00 | 43% | 4.39 |
| still | 2.44 | 2.67 | 3.40 | 39% | 4.21 |
| looks | 60 | 60 | 63 | 5% | 60 |
| search (5 rounds, load 5) | 1.39 | 1.50 | 2.10 | 45% | |
| at once, frames | 0.067 | 0.067 | 0.090 | 34% | |
| kept, bytes | 31.7 | 36.5 | 100 | 194% | |
| start | 4.22 | 4.45 | 5.50 | 28% | |

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
    "one item": Limit(1.3, 1.85, "frame to decision beside bare inference of its crop"),
    "twenty items": Limit(1.08, 1.5, "the same, and the batch"),
    "localise one": Limit(1.85, 2.6, "localiser beside fixed work of OpenCV"),
    "localise twenty": Limit(2.35, 3.3, "the same with twenty items"),
    "handling": Limit(4.9, 7.0, "all but localiser, network and search, beside the fixed work"),
    "still": Limit(2.45, 3.4, "a frame of twenty items that lie still, beside the fixed work"),
    "looks": Limit(60, 63, "crops embedded in a step of twenty that move on and twenty that lie still"),
    "search": Limit(1.45, 2.1, "search of twenty beside a matrix product and the nearest few"),
    "at once": Limit(0.067, 0.09, "Python's memory, taken for a moment in a frame", "frames"),
    "kept": Limit(34, 100, "Python's memory, kept of each frame", "B"),
    "start": Limit(4.3, 5.5, "processor seconds of the command on a picture beside bare imports"),
}
