"""`checkout-edge data`: what is in a data set, before hours are spent on training with it."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.console import Console

from gallery.errors import InputError
from train.cli.needs import needs

if TYPE_CHECKING:
    from train.inspect import Inspection

data_app = typer.Typer(
    help="Look at training data, or draw some.",
    no_args_is_help=True,
    rich_markup_mode="rich",
    pretty_exceptions_enable=False,
)


@data_app.callback()
def _data() -> None:
    """Look at training data, or draw some."""


@data_app.command("inspect")
def inspect_data(
    data: Annotated[list[Path], typer.Argument(help="Data folders or CSV manifests.", show_default=False)],
    out: Annotated[Path, typer.Option("--out", "-o", help="Folder for the pictures.")] = Path("data-inspect"),
    json_file: Annotated[
        Path | None, typer.Option("--json", help="Write everything found to this file.", show_default=False)
    ] = None,
    strict: Annotated[
        bool, typer.Option("--strict", help="Fail on skipped files and on photos across splits or classes.")
    ] = False,
) -> None:
    """Show layout, classes, counts, sizes, broken files and near-duplicates; draw a contact sheet.

    Near-duplicates across splits come first: they make every figure too good.

    [bold]Examples[/bold]

    checkout-edge data inspect photos/

    checkout-edge data inspect grocery/ --out looked-at/ --json grocery.json --strict
    """
    needs(["imagehash"], "data inspect")
    from train.inspect import inspect
    from train.inspect.facts import facts
    from train.inspect.tables import show

    inspection = inspect(data, progress=True)
    drawn = _draw(inspection, out)
    console = Console()
    show(inspection, console)
    for path in drawn:
        console.print(f"drawn: {path}", markup=False, highlight=False, soft_wrap=True)
    if json_file is not None:
        _write(json_file, json.dumps(facts(inspection, drawn), indent=1, ensure_ascii=False))
    if strict:
        _judge(inspection)


@data_app.command("draw")
def draw_data(
    out: Annotated[Path, typer.Argument(help="Folder for the pictures.", show_default=False)],
    shops: Annotated[int, typer.Option(min=1, help="Shops of 12 products each.")] = 40,
    first: Annotated[int, typer.Option(min=0, help="Number of the first shop.")] = 0,
    views: Annotated[int, typer.Option(min=1, help="Pictures of each product.")] = 10,
    workers: Annotated[int, typer.Option(min=1, help="Processes that draw.")] = 2,
) -> None:
    """Draw packaged products that no shop sells: extra classes for `train`, cut out, a folder a product.

    The same numbers give the same pictures. What is there already is left.

    [bold]Examples[/bold]

    checkout-edge data draw drawn/ --shops 40
    """
    from rich.progress import track

    from train.drawn import PRODUCTS_A_SHOP, draw

    done = draw(out, range(first, first + shops), views, workers)
    drawn = sum(track(done, "drawing", shops * PRODUCTS_A_SHOP, console=Console(stderr=True)))
    Console().print(f"{drawn} pictures drawn into {out}", markup=False, highlight=False)


def _draw(inspection: Inspection, out: Path) -> list[Path]:
    from train.inspect.contact_sheet import contact_sheets
    from train.inspect.pair_sheet import pair_sheet

    try:
        out.mkdir(parents=True, exist_ok=True)
        sheet = pair_sheet(inspection.pairs, out)
        pages = contact_sheets(inspection.looks.entries, out, progress=True)
    except OSError as error:
        raise InputError(f"--out {out}: {error.strerror}", "name a folder that can be written to") from None
    return [*pages, *([sheet] if sheet else [])]


def _write(path: Path, text: str) -> None:
    try:
        path.write_text(text + "\n", "utf-8")
    except OSError as error:
        raise InputError(f"--json {path}: {error.strerror}", "name a file that can be written") from None


def _judge(inspection: Inspection) -> None:
    faults = {
        "near-duplicate pairs across splits or classes": len(inspection.leaks),
        "files skipped": len(inspection.skipped),
    }
    said = [f"{count} {what}" for what, count in faults.items() if count]
    if said:
        raise InputError(
            f"{', '.join(map(str, inspection.data))}: {', '.join(said)}",
            "remove or replace the files listed, or leave out --strict",
        )
