"""`checkout-edge demo`: the whole main job on a shop drawn for the purpose."""

from __future__ import annotations

from contextlib import ExitStack
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.progress import Progress

from edge import embed
from edge.basket.ledger import Ledger
from edge.cli.film import Film
from edge.cli.options import BackendOption, ModelOption, ThreadsOption
from edge.cli.progress import ProgressLine
from edge.cli.receipt import receipt, timing
from edge.enroll import enroll
from edge.enroll.catalogue import read_catalogue
from edge.localise import create
from edge.pipeline import Till
from edge.play import play
from edge.show.annotate import canvas_size
from edge.show.report import Report
from edge.show.video import VideoWriter
from edge.source import open_source
from edge.synth import Checkout, Shop, make_shop, write_product_photos, write_video
from gallery import Gallery, Recogniser
from gallery.errors import InputError

WRONG = 1
"""Exit code when the basket is not the truth."""


def demo(
    out: Annotated[Path, typer.Option(help="Folder for what the demo makes.")] = Path("demo-out"),
    seed: Annotated[int, typer.Option(help="Another seed is another shop and another visit.", min=0)] = 5,
    model: ModelOption = None,
    backend: BackendOption = "auto",
    threads: ThreadsOption = None,
) -> None:
    """Draw a small shop, enrol it, play a recorded checkout, and compare the basket with the truth.

    Twelve products are drawn and photographed from seven sides; two more are never enrolled. Hands
    bring items, move one, take one back. The exit code is 0 when the basket is exactly right.

    [bold]Examples[/bold]

    checkout-edge demo

    checkout-edge demo --seed 7 --out /tmp/demo
    """
    console = Console(stderr=True, highlight=False)
    embedder = embed.load(model, backend, threads)
    console.print(f"embedder {embedder.card.name} on {embedder.provider}", soft_wrap=True)
    try:
        out.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise InputError(f"--out {out}: {error.strerror}", "name a folder that can be written") from None
    shop = make_shop(seed)
    checkout = Checkout(shop, seed)
    with ExitStack() as stack:
        gallery = stack.enter_context(_enrolled(shop, out, embedder, console))
        _record(checkout, out / "checkout.mp4", console)
        right = _play(checkout, gallery, embedder, out, console)
    raise typer.Exit(0 if right else WRONG)


def _enrolled(shop: Shop, out: Path, embedder: embed.Embedder, console: Console) -> Gallery:
    """A new gallery of the shop's products; that of an earlier demo is replaced."""
    photos, path = out / "products", out / "shop.gallery"
    for old in out.glob("shop.gallery*"):
        old.unlink()
    with Progress(console=console) as progress:
        task = progress.add_task(f"photographing {len(shop.products)} products", total=None)
        write_product_photos(shop, photos)
        progress.update(task, total=1, completed=1)
    gallery = Gallery.open(path, model=embedder.card.space, dimension=embedder.card.dimension, create=True)
    with Progress(console=console) as progress:
        task = progress.add_task("enrolling", total=None)
        enroll(
            read_catalogue(photos),
            embedder,
            gallery,
            lambda done, total: progress.update(task, completed=done, total=total),
        )
    return gallery


def _record(checkout: Checkout, path: Path, console: Console) -> None:
    with Progress(console=console) as progress:
        task = progress.add_task("recording a checkout", total=None)
        write_video(checkout, path, lambda done, total: progress.update(task, completed=done, total=total))


def _play(
    checkout: Checkout, gallery: Gallery, embedder: embed.Embedder, out: Path, console: Console
) -> bool:
    recogniser = Recogniser(gallery, embedder.card.distance_threshold)
    facts = {
        "embedder": f"{embedder.card.name} ({embedder.card.content_hash[:12]})",
        "runs on": f"{embedder.provider} ({embedder.reason})",
        "gallery": f"{gallery.stats().products} products, {gallery.stats().views} views",
        "threshold": f"{recogniser.thresholds.distance:.3f} ({recogniser.thresholds.origin})",
    }
    report = Report("A checkout, from the first frame to the receipt", facts, "annotated.mp4")
    with ExitStack() as stack:
        frames = stack.enter_context(open_source(str(out / "checkout.mp4")))
        ledger = stack.enter_context(Ledger(out / "events.jsonl"))
        till = Till(create("tray"), embedder, recogniser, ledger)
        film = Film(
            stack.enter_context(VideoWriter(out / "annotated.mp4", canvas_size(*frames.size), frames.fps))
        )
        line = stack.enter_context(ProgressLine(console, frames.total))
        play(till, frames, [line, film, report])
    return _compare(checkout, gallery, till, report, out)


def _compare(checkout: Checkout, gallery: Gallery, till: Till, report: Report, out: Path) -> bool:
    basket, truth = till.ledger.basket, checkout.basket()
    views = {p.sku: [view.thumbnail for view in gallery.views(p.sku)] for p in gallery.products()}
    report.write(out / "report.html", basket, till.latency, truth, checkout.unknowns, views)
    console = Console()
    console.print(receipt(basket, truth, checkout.unknowns))
    console.print(timing(till.latency.summary(), 0), highlight=False)
    console.print(f"annotated video  {out / 'annotated.mp4'}\nreport           {out / 'report.html'}")
    right = basket.quantities == truth and len(basket.unknown) == checkout.unknowns and not basket.uncertain
    console.print("[green]the basket is exactly right[/green]" if right else "[red]the basket is wrong[/red]")
    return right
