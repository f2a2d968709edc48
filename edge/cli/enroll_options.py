"""Options of `enroll`."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

ProductsArgument = Annotated[
    Path,
    typer.Argument(
        metavar="PRODUCTS",
        help="Folder with one folder of photos a product, named by its SKU; with --track a ledger of events.",
        show_default=False,
    ),
]
StrictOption = Annotated[
    bool, typer.Option("--strict", help="Enrol nothing unless every product is good; exit code 6 otherwise.")
]
ReportOption = Annotated[
    Path | None, typer.Option("--report", help="Write the verdicts with pictures side by side, an HTML file.")
]
SkuOption = Annotated[
    str | None, typer.Option(help="SKU, where PRODUCTS holds the photos of one product, or a ledger.")
]
TrackOption = Annotated[
    list[int] | None,
    typer.Option(help="With --sku: an item of the ledger PRODUCTS that is this product; may repeat."),
]
NameOption = Annotated[str | None, typer.Option(help="With --sku: the name people are shown.")]
PriceOption = Annotated[int | None, typer.Option(help="With --sku: price in minor units, 199 for 1.99 EUR.")]
CurrencyOption = Annotated[str | None, typer.Option(help="With --sku: ISO 4217 code, for example EUR.")]
BarcodeOption = Annotated[str | None, typer.Option(help="With --sku: the digits under the bars.")]
