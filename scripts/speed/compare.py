"""Compare the till of another revision with the working tree: the same decisions, in what part of the time?

    scripts/speed/compare.py 64a525c locate --size 1280x720 --items 20
    scripts/speed/compare.py 64a525c till --items 20     # all but inference, with inference between
    scripts/speed/compare.py 64a525c events --seeds 10   # every event of drawn checkouts, byte for byte

Both run in one process, frame by frame in turn, so that a busy machine slows both alike. Exit status 1
where they differ.
"""

from __future__ import annotations

import argparse
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import cv2
import numpy as np

sys.path[:0] = [str(Path(__file__).resolve().parents[2]), str(Path(__file__).resolve().parent)]
from two import Tree, two  # noqa: E402

FPS = 15.0
Clocked = Callable[[Any, int], Any]


def main() -> None:
    """Parse the arguments and compare."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("revision")
    parser.add_argument("part", choices=("locate", "till", "events"))
    parser.add_argument("--size", default="1280x720")
    parser.add_argument("--items", type=int, default=9)
    parser.add_argument(
        "--seconds", type=float, help="of the scene; 5.5 an item, at least 20, where not given"
    )
    parser.add_argument("--seeds", type=int, default=1)
    parser.add_argument("--first-seed", type=int, default=5)
    parser.add_argument("--video", type=Path, help="in place of the drawn scene")
    options = parser.parse_args()
    with two(options.revision) as (old, new):
        same = [PARTS[options.part](old, new, seed, options) for seed in _seeds(options)]
    raise SystemExit(0 if all(same) else 1)


def _seeds(options: argparse.Namespace) -> range:
    return range(options.first_seed, options.first_seed + options.seeds)


def _pictures(seed: int, options: argparse.Namespace) -> Iterator[np.ndarray]:
    if options.video:
        capture = cv2.VideoCapture(str(options.video))
        while (got := capture.read())[0]:
            yield got[1]
        return
    from edge.synth import Checkout, make_shop

    width, height = map(int, options.size.split("x"))
    seconds = options.seconds or max(20.0, 5.5 * options.items)
    shop = make_shop(options.first_seed)
    yield from Checkout(
        shop, seed, size=(width, height), items=options.items, duration=seconds, fps=FPS
    ).frames()


def _locate(old: Tree, new: Tree, seed: int, options: argparse.Namespace) -> bool:
    """Time both localisers, and see that they say the same."""
    trees = (old, new)
    eyes = [tree.tray.TrayLocaliser() for tree in trees]
    spent: tuple[list[float], list[float]] = ([], [])
    busy: tuple[list[float], list[float]] = ([], [])
    different = 0
    new.threads.settle()
    for index, picture in enumerate(_pictures(seed, options)):
        answers: list[Any] = [None, None]
        for which in (0, 1) if index % 2 else (1, 0):
            frame = trees[which].frame.Frame(picture, index, index / FPS, 0.0)
            begun, used = time.perf_counter(), time.thread_time()
            answers[which] = eyes[which].locate(frame)
            busy[which].append((time.thread_time() - used) * 1e3)
            spent[which].append((time.perf_counter() - begun) * 1e3)
        different += not _same(answers[0], answers[1])
    _show(f"locate {options.size} {options.items} items seed {seed}", spent)
    _show("  the same, CPU time of its thread", busy)
    print(f"  answers that differ: {different} of {len(spent[0])}")
    return not different


def _same(one: Any, other: Any) -> bool:
    return (
        one.boxes.tobytes() == other.boxes.tobytes()
        and one.settled.tobytes() == other.settled.tobytes()
        and len(one.masks) == len(other.masks)
        and all(np.array_equal(a, b) for a, b in zip(one.masks, other.masks, strict=True))
        and np.array_equal(_full(one.hidden), _full(other.hidden))
    )


def _full(hidden: Any) -> np.ndarray:
    """The map at the frame's own size, whichever way a revision keeps it."""
    if isinstance(hidden, np.ndarray):
        return hidden
    return cv2.resize(hidden.map, hidden.size[::-1], interpolation=cv2.INTER_NEAREST)


class _Timed:
    """The embedder; of the frame that is being looked at, how long it took and how many crops it got."""

    def __init__(self, embedder: Any, known: dict[bytes, np.ndarray] | None = None) -> None:
        self.card, self._embedder, self._known = embedder.card, embedder, known
        self.spent, self.count = 0.0, 0

    def embed(self, images: np.ndarray) -> np.ndarray:
        """Vectors; where `known` is given, of batches embedded before without embedding again."""
        begun = time.perf_counter()
        if self._known is None:
            vectors = self._embedder.embed(images)
        else:
            key = images.tobytes()
            if key not in self._known:
                self._known.clear()
                self._known[key] = self._embedder.embed(images)
            vectors = self._known[key]
        self.spent += time.perf_counter() - begun
        self.count += len(images)
        return vectors


def _till(old: Tree, new: Tree, seed: int, options: argparse.Namespace, known: bool = False) -> bool:
    """Time both tills but for inference, and see that they publish the same."""
    from shop import a_shop

    with a_shop(options.first_seed) as (embedder, recogniser):
        memory: dict[bytes, np.ndarray] | None = {} if known else None
        timed = [_Timed(embedder, memory) for _ in range(2)]
        trees = (old, new)
        ledgers = [tree.ledger.Ledger(None) for tree in trees]
        tills = [
            tree.pipeline.Till(tree.tray.TrayLocaliser(), timed[i], recogniser, ledgers[i])
            for i, tree in enumerate(trees)
        ]
        spent: tuple[list[float], list[float]] = ([], [])
        looks: list[int] = []
        for index, picture in enumerate(_pictures(seed, options)):
            for which in (0, 1) if index % 2 else (1, 0):
                frame = trees[which].frame.Frame(picture, index, index / FPS, 0.0)
                timed[which].spent, timed[which].count = 0.0, 0
                begun = time.perf_counter()
                tills[which].see(frame)
                spent[which].append((time.perf_counter() - begun - timed[which].spent) * 1e3)
            looks.append(timed[1].count)
        for till in tills:
            till.finish()
    said = [[event.to_json() for event in ledger.events] for ledger in ledgers]
    exact = [[repr((e.confidence, e.candidates)) for e in ledger.events] for ledger in ledgers]
    same = said[0] == said[1] and exact[0] == exact[1]
    if not known:
        _show(f"all frames {options.size} {options.items} items seed {seed}", spent)
        at = [i for i, count in enumerate(looks) if count]
        _show("  frames with looks", ([spent[0][i] for i in at], [spent[1][i] for i in at]))
    for one, other in zip(*exact, strict=False):
        if one != other:
            print(f"  old {one}\n  new {other}")
    print(f"seed {seed}: {len(said[0])} events, {'the same, byte for byte' if same else 'DIFFERENT'}")
    return same


def _events(old: Tree, new: Tree, seed: int, options: argparse.Namespace) -> bool:
    return _till(old, new, seed, options, known=True)


def _show(what: str, spent: tuple[list[float], list[float]]) -> None:
    print(what)
    for name, times in zip(("old", "new"), spent, strict=True):
        p50, p90, p99 = np.percentile(times, [50, 90, 99])
        print(f"  {name}  p50 {p50:6.2f}  p90 {p90:6.2f}  p99 {p99:6.2f}  worst {max(times):6.2f} ms")
    ratio = np.median(np.array(spent[1]) / np.array(spent[0]))
    print(f"  median of new / old, frame by frame: {ratio:.2f}")


PARTS = {"locate": _locate, "till": _till, "events": _events}

if __name__ == "__main__":
    main()
