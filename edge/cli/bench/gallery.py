"""`checkout-edge bench gallery`: the index of a gallery of some sizes, beside its peers."""

from __future__ import annotations

from contextlib import ExitStack
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.markup import escape
from rich.progress import BarColumn, Progress, TaskProgressColumn, TextColumn, TimeElapsedColumn

from edge.bench.gallery.picture import picture
from edge.bench.gallery.results import Report
from edge.bench.gallery.run import Settings, run_bench
from edge.bench.gallery.targets import targets
from edge.cli.bench.options import PeersOption, peers_of, sizes_of
from edge.cli.bench.table import shop_table, size_table, target_table
from edge.cli.interrupt import end_in_order_on_sigterm
from edge.write import check_place, write_whole


def gallery(
    sizes: Annotated[str, typer.Option(help="Numbers of views.")] = "1e3,1e4,1e5",
    peers: PeersOption = None,
    dimension: Annotated[int, typer.Option(help="Length of a vector.", min=8, max=4096)] = 256,
    views_per_product: Annotated[int, typer.Option(help="Views of each product.", min=1, max=1000)] = 10,
    seed: Annotated[int, typer.Option(help="Another seed draws other vectors.", min=0)] = 0,
    shop: Annotated[
        bool, typer.Option("--shop/--no-shop", help="Open a gallery of each size and enrol into it, too.")
    ] = True,
    json: Annotated[Path | None, typer.Option(help="Write all figures here, after each size.")] = None,
    svg: Annotated[Path | None, typer.Option(help="Draw time against recall here.")] = None,
    temporary: Annotated[
        Path | None, typer.Option(help="Folder for large files meanwhile.", show_default="the system's")
    ] = None,
) -> None:
    """Measure the index of a gallery, and its peers beside it in the same run, on this machine.

    The vectors are drawn to lie to one another as those of photos do. Each subject is built in one
    process and searched in another, on one thread; single queries are asked of all in turn, so that
    noise hits all alike. A graph is shown at the least effort with which it finds what ours finds.
    1e6 views take 12 GB of memory, 10 GB of disk and some hours.

    [bold]Examples[/bold]

    checkout-edge bench gallery --sizes 1e3,1e4,1e5,1e6 --json scale.json --svg scale.svg

    checkout-edge bench gallery --sizes 1e5 --peers faiss
    """
    end_in_order_on_sigterm()
    for path, option in ((json, "--json"), (svg, "--svg")):
        if path is not None:
            check_place(path, option)
    chosen, left_out = peers_of(peers)
    settings = Settings(
        sizes=sizes_of(sizes),
        peers=chosen,
        dimension=dimension,
        views_per_product=views_per_product,
        seed=seed,
        shop=shop,
        folder=temporary,
    )
    console, err = Console(highlight=False), Console(stderr=True, highlight=False)
    for line in left_out:
        err.print(f"[yellow]left out:[/yellow] {escape(line)}", soft_wrap=True)
    report = _measure(settings, left_out, json, svg, console, err)
    for name, fact in {**report.machine, **report.settings}.items():
        console.print(f"[dim]{name:>9}[/dim]  {escape(fact)}", soft_wrap=True)
    if found := targets(report):
        console.print(target_table(found))


def _measure(
    settings: Settings,
    left_out: tuple[str, ...],
    json: Path | None,
    svg: Path | None,
    console: Console,
    err: Console,
) -> Report:
    columns = TextColumn("{task.description}"), BarColumn(), TaskProgressColumn(), TimeElapsedColumn()
    with ExitStack() as stack:
        bar = stack.enter_context(Progress(*columns, console=err, transient=True))
        task = bar.add_task("starting")

        def step(words: str, done: int, of: int) -> None:
            bar.update(task, description=words, completed=done, total=of if done else None)

        def kept(report: Report) -> None:
            size = report.sizes[-1]
            console.print(size_table(size))
            if size.shop is not None:
                console.print(shop_table(size))
            if json is not None:
                write_whole(json, f"{report.model_dump_json(indent=1)}\n".encode())
            if svg is not None:
                write_whole(svg, picture(report))

        return run_bench(settings, left_out, step, kept)
