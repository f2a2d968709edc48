"""One size: every subject built, loaded in a fresh process, and searched in turn with the others."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Sequence
from contextlib import ExitStack
from pathlib import Path

from edge.bench.child import Child, ChildFailedError
from edge.bench.gallery.host import Host
from edge.bench.gallery.results import Result
from edge.bench.gallery.rounds import run_rounds
from edge.bench.gallery.shelf import Shelf
from edge.bench.gallery.stand import Stand
from edge.bench.gallery.subject import K
from edge.bench.gallery.subjects import OURS

Step = Callable[[str, int, int], None]
"""Told what is being done, how far it is, and of how much."""


def measure(shelf: Shelf, names: Sequence[str], folder: Path, step: Step) -> list[Result]:
    """Measure these subjects, ours first, on one shelf; a peer that cannot be loaded is told of as failed.

    Args:
        shelf: what to search.
        names: keys of `SUBJECTS`; the first is `OURS`.
        folder: for the files; a folder in it named as `OURS` holds the gallery, filled with the shelf, and
            the others' files are removed again.
        step: progress.

    Raises:
        ChildFailedError: ours cannot be loaded, or one fails while it is asked.
    """
    with ExitStack() as stack:
        stands, failed = _stands(shelf, names, folder, stack, step)
        wanted = stands[0].recall(None)
        for number, stand in enumerate(stands):
            step(f"recall of {stand.name}", number, len(stands))
            stand.settle(wanted)
        lanes = [lane for stand in stands for lane in stand.lanes.values()]
        run_rounds(lanes, shelf.queries, lambda done, of: step("single queries, in turn", done, of))
        ours = stands[0].lanes[None]
        results = {stand.name: stand.result(ours, wanted) for stand in stands}
    return [results.get(name) or failed[name] for name in names]


def _stands(
    shelf: Shelf, names: Sequence[str], folder: Path, stack: ExitStack, step: Step
) -> tuple[list[Stand], dict[str, Result]]:
    """The subjects that could be loaded, and those that could not."""
    stands, failed = [], {}
    for name in names:
        try:
            stands.append(_stand(shelf, name, folder, stack, step))
        except ChildFailedError as error:
            if name == OURS:
                raise
            failed[name] = Result(subject=name, failed=str(error))
    return stands, failed


def _stand(shelf: Shelf, name: str, folder: Path, stack: ExitStack, step: Step) -> Stand:
    """Build it in one process, load it in another."""
    files = folder / name.replace(" ", "-")
    if name != OURS:
        files.mkdir()
        stack.callback(shutil.rmtree, files, ignore_errors=True)
    step(f"building {name}", 0, shelf.views)
    with Child(Host, name) as builder:
        built = builder.ask(
            "build", shelf.path, files, told=lambda done: step(f"building {name}", done, shelf.views)
        )
    child = stack.enter_context(Child(Host, name))
    step(f"loading {name}", 0, 1)
    loaded, memory, efforts = child.ask("load", files, shelf.queries[:1], K)
    return Stand(name, child, shelf, built, loaded, memory, efforts)
