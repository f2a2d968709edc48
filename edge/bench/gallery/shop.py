"""Shop: a gallery's file of some size opened, asked, and enrolled into while a loop recognises."""

from __future__ import annotations

from pathlib import Path

from edge.bench.child import Child, ChildFailedError
from edge.bench.gallery.likeness import draw
from edge.bench.gallery.one_size import Step
from edge.bench.gallery.results import ShopResult
from edge.bench.gallery.shelf import Shelf
from edge.bench.gallery.till import Clerk, Loop

_STILL, _AFTER = 2.0, 2.0  # seconds the loop runs before and after


def fill_shop(shelf: Shelf, path: Path, step: Step) -> float:
    """Write the views of a shelf into a new gallery's file; gives the seconds it took.

    Raises:
        ChildFailedError: it could not be written.
    """
    step("filling a gallery", 0, shelf.views)
    with Child(Clerk, path, shelf.queries.shape[1]) as clerk:
        seconds: float = clerk.ask(
            "fill",
            shelf.path,
            shelf.views_per_product,
            told=lambda done: step("filling a gallery", done, shelf.views),
        )
    return seconds


def open_shop(shelf: Shelf, path: Path, step: Step) -> ShopResult:
    """Open a filled gallery with and without its graph, and enrol a product while a loop runs.

    Args:
        shelf: the views in it.
        path: the gallery's file, its graph beside it; a product is added, and the graph removed.
        step: progress.
    """
    size, dimension = path.stat().st_size, shelf.queries.shape[1]
    try:
        with Child(Loop, path, dimension) as loop:
            step("opening the gallery", 0, 1)
            open_s, memory = loop.ask("open", shelf.queries[:1])
            visible, calm, busy = _enrolled(shelf, path, loop, step)
        step("opening it without its graph", 0, 1)
        for beside in path.parent.glob(f"{path.name}.hnsw*"):
            beside.unlink()
        with Child(Loop, path, dimension) as loop:
            bare_s, _ = loop.ask("open", shelf.queries[:1])
    except ChildFailedError as error:
        return ShopResult(failed=str(error))
    return ShopResult(
        bytes=size,
        open_s=open_s,
        bare_s=bare_s,
        memory=memory,
        visible_s=visible,
        frame_ms=calm * 1e3,
        pause_ms=busy * 1e3,
    )


def _enrolled(shelf: Shelf, path: Path, loop: Child, step: Step) -> tuple[float, float, float]:
    """Seconds until a new product is known, and the longest turns of the loop before and since."""
    step("enrolling a product into it", 0, 1)
    dimension = shelf.queries.shape[1]
    new = next(iter(draw(1, shelf.views_per_product + 1, dimension, seed=12345)))[0]
    with Child(Clerk, path, dimension) as clerk:
        clerk.ask("ready")
        loop.start("watch", shelf.queries, new[-1:], _STILL, _AFTER)
        seen, calm, busy = loop.answer(told=lambda _: clerk.start("enrol", new[:-1]))
        done: float = clerk.answer()
    return max(0.0, seen - done), calm, busy
