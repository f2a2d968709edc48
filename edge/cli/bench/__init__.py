"""`checkout-edge bench`: how fast this machine is at what the till and enrolment do."""

from __future__ import annotations

import typer

from edge.cli.bench.enroll import enroll
from edge.cli.bench.gallery import gallery

__all__ = ["bench_app"]

bench_app = typer.Typer(
    help="Measure this machine: the index of large galleries beside its peers, and enrolment.",
    epilog=(
        "[bold]Examples[/bold]\n\n"
        "checkout-edge bench gallery --sizes 1e3,1e4,1e5\n\n"
        "checkout-edge bench enroll products/"
    ),
    no_args_is_help=True,
    rich_markup_mode="rich",
)
bench_app.command("gallery")(gallery)
bench_app.command("enroll")(enroll)
