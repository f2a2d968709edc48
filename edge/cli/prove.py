"""`checkout-edge calibrate --prove`: does the bound hold on things that were held out?"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from rich.console import Console
from rich.table import Table

from edge.cli.gallery.tell import bar, tell
from edge.embed import Embedder
from edge.things import embed_things, listing
from gallery import Gallery
from gallery.errors import GateError, InputError
from gallery.risk.bound import least_shown
from gallery.risk.proof import OURS, Realised, realised, split
from gallery.risk.rivals import RIVALS
from gallery.risk.targets import Targets

_Vectors = tuple[NDArray[np.float32], Sequence[str]]


def prove(source: Path, targets: Targets, splits: int, photos: int, embedder: Callable[[], Embedder]) -> None:
    """Print, for each split and then in all, what was realised.

    Args:
        source: a folder of photos, a folder a thing, or a gallery file.
        targets: what each half is calibrated for.
        splits: how many halvings are drawn.
        photos: how many photos of a thing are enrolled.
        embedder: loads the model, where there are photos to embed.

    Raises:
        InputError: there are fewer than four things, or the photos cannot be used.
        GateError: more splits than the confidence allows are above a target.
    """
    vectors, things = _read(source, embedder)
    if len(set(things)) < 4:
        raise InputError(f"--prove {source}: {len(set(things))} things", "give four or more to halve them")
    drawn: list[list[Realised]] = []
    with bar("splits") as progress:
        for seed in range(splits):
            drawn.append(realised(split(vectors, things, seed, photos), targets))
            progress(seed + 1, splits)
    console = Console(highlight=False)
    console.print(_each(drawn, targets))
    console.print(_all(drawn, targets))
    _judge(drawn, targets, len(set(things)))


def _read(source: Path, embedder: Callable[[], Embedder]) -> _Vectors:
    if source.is_file():
        with Gallery.inspect(source) as gallery:
            vectors, _, skus = gallery.matrix()
        return vectors, skus
    photos = listing(source)
    with bar("photos") as progress:
        things = embed_things(photos, embedder(), progress)
    for line in things.skipped:
        tell(f"skipped: {line}")
    return things.vectors, things.names


def _each(drawn: Sequence[Sequence[Realised]], targets: Targets) -> Table:
    far, wrong = f"unknown accepted (at most {targets.far:.2%})", f"wrong SKU (at most {targets.wrong:.2%})"
    table = Table("split", "distance", far, wrong, "known, right", "")
    for number, found in enumerate(drawn, start=1):
        ours = found[-1]
        if ours.distance is None:
            table.add_row(str(number), "not shown", "-", "-", "-", "")
            continue
        shares = (ours.far, ours.wrong, ours.right)
        within = "EXCEEDED" if _exceeds(ours, targets) else "within"
        table.add_row(str(number), f"{ours.distance:.3f}", *(f"{share:.2%}" for share in shares), within)
    return table


def _all(drawn: Sequence[Sequence[Realised]], targets: Targets) -> Table:
    table = Table("bound", "shown", "unknown accepted, mean", "worst", "splits above", "known, right")
    for place, name in enumerate([*RIVALS, OURS]):
        shown = [found[place] for found in drawn if found[place].distance is not None]
        cells = ["-"] * 4
        if shown:
            far = [one.far for one in shown]
            right = float(np.mean([one.right for one in shown]))
            above = sum(rate > targets.far for rate in far)
            cells = [f"{np.mean(far):.2%}", f"{max(far):.2%}", f"{above} of {len(drawn)}", f"{right:.1%}"]
        table.add_row(name + (" (used)" if name == OURS else ""), f"{len(shown)} of {len(drawn)}", *cells)
    return table


def _exceeds(one: Realised, targets: Targets) -> bool:
    return one.distance is not None and (one.far > targets.far or one.wrong > targets.wrong)


def _judge(drawn: Sequence[Sequence[Realised]], targets: Targets, things: int) -> None:
    ours = [found[-1] for found in drawn]
    half = (things + 1) // 2
    if all(one.distance is None for one in ours):
        least = least_shown(half, targets.doubt)
        raise GateError(
            f"no half of {things} things can show {targets.far:.2%}; {half} things show {least:.2%} at best",
            f"give more things, or --target-far {math.ceil(least * 20) / 20:g}",
        )
    above = sum(_exceeds(one, targets) for one in ours)
    allowed = math.ceil(targets.doubt * len(ours) - 1e-9)
    sure = f"{targets.confidence:.0%} confidence"
    tell(f"{above} of {len(ours)} splits above a target, {allowed} allowed at {sure}")
    if above > allowed:
        raise GateError(
            f"the bound was exceeded in {above} of {len(ours)} splits",
            "these things are no fair sample of each other: are some of them the same product?",
        )
