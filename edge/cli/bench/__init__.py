"""`checkout-edge bench`: how fast this machine is at what the till, the gallery and enrolment do."""

from __future__ import annotations

import typer

from edge.cli.bench.compare import compare
from edge.cli.bench.enroll import enroll
from edge.cli.bench.gallery import gallery
from edge.cli.bench.till import till

__all__ = ["bench_app"]

bench_app = typer.Typer(
    epilog=(
        "[bold]Examples[/bold]\n\n"
        "checkout-edge bench --json till.json --html till.html\n\n"
        "checkout-edge bench --only live --duration 600\n\n"
        "checkout-edge bench compare before.json after.json\n\n"
        "checkout-edge bench gallery --sizes 1e3,1e4,1e5\n\n"
        "checkout-edge bench enroll products/"
    ),
    rich_markup_mode="rich",
)
bench_app.callback(invoke_without_command=True)(till)
bench_app.command("compare")(compare)
bench_app.command("gallery")(gallery)
bench_app.command("enroll")(enroll)
