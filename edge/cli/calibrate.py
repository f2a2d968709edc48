"""`checkout-edge calibrate`: choose the thresholds, and say what risk was shown for them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import typer
from numpy.typing import NDArray
from rich.console import Console
from rich.markup import escape

from edge import embed, models
from edge.cli.calibrate_checks import check_outputs, checked_targets, refuse_unused
from edge.cli.calibrate_options import (
    AnywayOption,
    BasketOption,
    ConfidenceOption,
    FarOption,
    JsonFileOption,
    MarginOption,
    MethodOption,
    PictureOption,
    PricesOption,
    ProveOption,
    ReasonOption,
    SplitsOption,
    UnknownOption,
    UnknownShareOption,
    ViewsOption,
    WrongOption,
)
from edge.cli.gallery.tell import bar, tell
from edge.cli.options import DEFAULT_GALLERY, BackendOption, GalleryOption, ModelOption, ThreadsOption
from edge.cli.prove import prove as prove_on
from edge.cli.unknown_photos import photographed
from edge.embed.model_file import read_model
from edge.show.risk_picture import write_picture
from edge.show.risk_words import facts, table
from edge.write import write_whole
from gallery import Gallery
from gallery.errors import InputError
from gallery.risk.calibrate import Basis
from gallery.risk.calibrate import calibrate as choose
from gallery.risk.calibration import Calibration
from gallery.risk.evidence import Evidence, evidence
from gallery.risk.money import BASKET_ITEMS, UNKNOWN_SHARE, tariff
from gallery.risk.offenders import Offender, accepted_unknown
from gallery.risk.stock import Stock
from gallery.risk.targets import Targets
from gallery.store import Contents
from gallery.thresholds import Thresholds, from_gallery

Vectors = tuple[NDArray[np.float32], Sequence[str]]


@dataclass(frozen=True, slots=True)
class Wish:
    """What a shop asks of a calibration, but for its targets."""

    method: str
    prices: bool
    basket_items: float
    unknown_share: float
    anyway: bool
    reason: str


def calibrate(
    context: typer.Context,
    gallery: GalleryOption = DEFAULT_GALLERY,
    target_far: FarOption = 0.01,
    target_wrong: WrongOption = None,
    confidence: ConfidenceOption = 0.95,
    margin: MarginOption = None,
    unknown: UnknownOption = None,
    method: MethodOption = "bound",
    prices: PricesOption = False,
    basket_items: BasketOption = BASKET_ITEMS,
    unknown_share: UnknownShareOption = UNKNOWN_SHARE,
    picture: PictureOption = None,
    json: JsonFileOption = None,
    anyway: AnywayOption = False,
    reason: ReasonOption = "",
    prove: ProveOption = None,
    splits: SplitsOption = 20,
    views: ViewsOption = 7,
    model: ModelOption = None,
    backend: BackendOption = "auto",
    threads: ThreadsOption = None,
) -> None:
    """Choose the thresholds so that few unknown items are accepted, and say how sure that is.

    Each product in turn plays the unknown thing, each view the known one. What cannot be shown with so
    few products is not kept; the error says what would help (exit code 6).

    [bold]Examples[/bold]

    checkout-edge calibrate --target-far 0.01

    checkout-edge calibrate --target-far 0.05 --unknown not-sold/ --prices --picture risk.svg

    checkout-edge calibrate --prove photos/ --target-far 0.1 --splits 20
    """
    refuse_unused(context)
    targets = checked_targets(target_far, target_wrong, confidence, margin)
    if prove is not None:
        prove_on(prove, targets, splits, views, lambda: embed.load(model, backend, threads))
        return
    check_outputs(method, picture, json)
    wish = Wish(method, prices, basket_items, unknown_share, anyway, reason)
    with Gallery.open(gallery, model=None, dimension=None) as opened:
        things = photographed(unknown, opened, model, backend, threads) if unknown else None
        found, calibration, kept = _kept(opened, things, targets, wish, model)
    _show(calibration, accepted_unknown(found, calibration), json)
    tell(f"kept in {gallery} as version {kept}")
    if picture is not None:
        write_picture(picture, calibration)


def _kept(
    opened: Gallery, things: Vectors | None, targets: Targets, wish: Wish, model: Path | None
) -> tuple[Evidence, Calibration, str]:
    """Measure, choose and keep; the last is the version, in words."""
    contents = opened.contents()
    with bar("views tried") as progress:
        found = evidence(Stock.of(contents), things, progress)
    calibration = _chosen(found, targets, contents, wish, model)
    opened.keep_calibration(calibration, reason=wish.reason)
    fresh = calibration.is_fresh(opened.state, opened.model)
    meanwhile = "" if fresh else "; the gallery changed meanwhile, calibrate again"
    return found, calibration, f"{opened.version}{meanwhile}"


def _chosen(
    found: Evidence, targets: Targets, contents: Contents, wish: Wish, model: Path | None
) -> Calibration:
    money = None
    if wish.prices:
        money = tariff(contents.products.values(), wish.basket_items, wish.unknown_share)
    otsu = _otsu(contents, model) if wish.method == "otsu" else None
    basis = Basis.of(contents)
    return choose(found, targets, basis, tariff=money, otsu=otsu, anyway=wish.anyway, reason=wish.reason)


def _otsu(contents: Contents, model: Path | None) -> Thresholds:
    """The thresholds the till has without a calibration; they lean on the model's card."""
    card = read_model(model or models.default()).card
    if card.space != contents.model:
        raise InputError(
            f"model {card.name} is not the gallery's: {card.space[:12]}, not {contents.model[:12]}",
            "give the gallery's with --model",
        )
    return from_gallery(contents.vectors, contents.skus, card.distance_threshold)


def _show(calibration: Calibration, accepted: list[Offender], json: Path | None) -> None:
    text = calibration.model_dump_json(indent=2)
    if str(json) == "-":
        print(text)
        return
    console = Console(highlight=False)
    for name, fact in facts(calibration, accepted).items():
        console.print(f"[dim]{name:>12}[/dim]  {escape(fact)}", soft_wrap=True)
    console.print(table(calibration))
    console.print("[dim]unknown: accepted of them; at most: had that setting been fixed beforehand[/dim]")
    if json is not None:
        write_whole(json, (text + "\n").encode("utf-8"))
