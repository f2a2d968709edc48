"""Begin: `run` on a folder of pictures, part by part, as a process that tells where its start goes.

Run as `python -m edge.bench.start.begin BEGAN PICTURES GALLERY MODEL BACKEND THREADS`, with BEGAN the
parent's `time.monotonic()` and `-` for no MODEL or THREADS. It prints one line of JSON: seconds by part,
and what runs the model.
"""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from edge.embed import Embedder

PARTS = ("interpreter", "imports", "model", "gallery", "first frame")
"""In their order; each ends where the next begins."""


def main(arguments: Sequence[str]) -> None:
    """Do as `run` does until the first decision, one thing after the other."""
    began, pictures, path, model, backend, threads = arguments
    laps = [float(began), time.monotonic()]

    from edge import one_thread

    one_thread.settle()

    import edge.cli.main
    import edge.cli.till_run  # noqa: F401
    from edge import embed
    from edge.basket.ledger import Ledger
    from edge.localise.whole import WholeLocaliser
    from edge.pipeline import Till
    from edge.settings import TillSettings
    from edge.source import open_source
    from gallery import Gallery, Recogniser

    laps.append(time.monotonic())
    embedder = embed.load(
        None if model == "-" else Path(model), backend, None if threads == "-" else int(threads)
    )
    laps.append(time.monotonic())
    with Gallery.open(path, model=embedder.card.space, dimension=embedder.card.dimension) as gallery:
        recogniser = Recogniser(gallery, embedder.card.distance_threshold)
        recogniser.settle()
        laps.append(time.monotonic())
        settings = TillSettings(stills=True, looks_to_accept=1, looks_to_give_up=1)
        till = Till(WholeLocaliser(change=255), embedder, recogniser, Ledger(), settings)
        with open_source(pictures) as frames:
            first = next(till.watch(frames))
        if not first.events:
            raise RuntimeError("the first frame ended without a decision")
        laps.append(time.monotonic())
        recogniser.close()
    parts = {part: laps[n + 1] - laps[n] for n, part in enumerate(PARTS)}
    print(json.dumps({"parts": parts, "runs": _runs(embedder)}), flush=True)


def _runs(embedder: Embedder) -> dict[str, str]:
    from dataclasses import asdict

    from edge.bench.till.runs import Runs  # what a till does not load is loaded when all is timed

    return asdict(Runs.of(embedder))


if __name__ == "__main__":
    main(sys.argv[1:])
