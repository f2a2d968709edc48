"""Options of `calibrate`."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

FarOption = Annotated[float, typer.Option(help="Share of unknown items that may be accepted, 0.01 for 1 %.")]
WrongOption = Annotated[
    float | None,
    typer.Option(help="Share of known items that may get a wrong SKU.", show_default="as --target-far"),
]
ConfidenceOption = Annotated[float, typer.Option(help="How sure to be, of each of the two by itself.")]
MarginOption = Annotated[
    float | None,
    typer.Option(help="Margin to the next product.", show_default="0.03 or 0.08, whichever accepts more"),
]
UnknownOption = Annotated[
    Path | None,
    typer.Option(help="Photos of things not sold: a folder a thing, or loose photos, each a thing."),
]
MethodOption = Annotated[
    str,
    typer.Option(
        help="[bold]bound[/bold]: keep the targets; [bold]otsu[/bold]: the paper's cut, whatever its risk."
    ),
]
PricesOption = Annotated[
    bool, typer.Option("--prices", help="Put loss and overcharge of 1,000 baskets beside each setting.")
]
BasketOption = Annotated[float, typer.Option(help="With --prices: items in a basket.")]
UnknownShareOption = Annotated[
    float, typer.Option(help="With --prices: share of the items that are not enrolled.")
]
PictureOption = Annotated[
    Path | None, typer.Option(help="Draw the operating curve into this .svg or .png file.")
]
JsonFileOption = Annotated[
    Path | None,
    typer.Option("--json", help="Write the calibration with its curve here; - is standard output."),
]
AnywayOption = Annotated[
    bool,
    typer.Option("--anyway", help="If the targets cannot be shown, keep what was measured, marked so."),
]
ReasonOption = Annotated[str, typer.Option(help="Why, kept in the gallery's history.")]
ProveOption = Annotated[
    Path | None,
    typer.Option(
        help="Keep nothing; show on photos, a folder a thing, or on a gallery file that the bound holds: "
        "half of the things are enrolled and calibrated, the other half is asked."
    ),
]
SplitsOption = Annotated[int, typer.Option(help="With --prove: draws of the halves.", min=1)]
ViewsOption = Annotated[int, typer.Option(help="With --prove: photos enrolled of each thing.", min=1)]
