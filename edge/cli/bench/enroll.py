"""`checkout-edge bench enroll`: how near enrolment comes to the model's own speed."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.markup import escape
from rich.progress import Progress
from rich.table import Table

from edge import embed
from edge.bench.enroll import first_photos, measure_enrolment
from edge.bench.enroll.results import ASKED, EnrollReport
from edge.cli.interrupt import end_in_order_on_sigterm
from edge.cli.options import BackendOption, ModelOption, ThreadsOption
from edge.enroll.catalogue import read_catalogue
from edge.write import check_place, write_whole


def enroll(
    product_dir: Annotated[
        Path, typer.Argument(help="Folder with one folder of photos a product.", show_default=False)
    ],
    model: ModelOption = None,
    backend: BackendOption = "auto",
    threads: ThreadsOption = None,
    photos: Annotated[int, typer.Option(help="How many photos, at most.", min=1)] = 256,
    rounds: Annotated[int, typer.Option(help="How often both are measured.", min=1)] = 5,
    json: Annotated[Path | None, typer.Option(help="Write all figures here.")] = None,
) -> None:
    """Measure enrolment from files into a new gallery, beside the model alone on the ready crops.

    Both are done in turn, so that noise hits both alike, and the share comes first. On a CPU the
    model and the decoding of photos want the same cores; the table says what one photo costs each.

    [bold]Example[/bold]

    checkout-edge bench enroll products/ --photos 200
    """
    end_in_order_on_sigterm()
    if json is not None:
        check_place(json, "--json")
    listings = first_photos(read_catalogue(product_dir).listings, photos)
    embedder = embed.load(model, backend, threads)
    with Progress(console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task("starting")
        report = measure_enrolment(
            listings,
            embedder,
            rounds,
            lambda words, done, of: bar.update(task, description=words, completed=done, total=of),
        )
    if json is not None:
        write_whole(json, f"{report.model_dump_json(indent=1)}\n".encode())
    _show(report)


def _show(report: EnrollReport) -> None:
    console = Console(highlight=False)
    verdict = "[green]met[/green]" if report.share >= ASKED else "[bold red]NOT MET[/bold red]"
    rounds = ", ".join(f"{one.share:.0%}" for one in report.rounds)
    console.print(
        f"enrolment runs at [bold]{report.share:.0%}[/bold] of the model's bare speed (rounds: {rounds}); "
        f"asked for {ASKED:.0%}: {verdict}",
        soft_wrap=True,
    )
    title = f"{report.photos} photos, {report.batch} a batch"
    table = Table("photos a second", "", title=title, title_justify="left")
    table.add_row("model alone, ready crops", f"{report.bare_per_s:.1f}")
    table.add_row("enrolment, from files into a gallery", f"{report.enroll_per_s:.1f}")
    console.print(table)
    console.print(_costs(report))
    if report.share < ASKED and report.within_reach < ASKED:
        console.print(
            f"the model does {report.within_reach:.0%} of all the work, so busy cores cannot give more: "
            "a faster way needs a GPU or cores that the model leaves idle",
            soft_wrap=True,
        )
    for name, fact in report.machine.items():
        console.print(f"[dim]{name:>9}[/dim]  {escape(fact)}", soft_wrap=True)


def _costs(report: EnrollReport) -> Table:
    table = Table("work of one core a photo", "ms")
    for stage, milliseconds in report.stages.items():
        table.add_row(stage, f"{milliseconds:.2f}")
    table.add_row("embedded by the model", f"{report.model_ms:.2f}", end_section=True)
    table.add_row("all of enrolment, written too", f"{report.work_ms:.2f}")
    return table
