"""`gallery remove`: take products out."""

from __future__ import annotations

from typing import Annotated

import typer
from rich.console import Console
from rich.markup import escape

from edge.cli.gallery.confirm import YesOption, confirm
from edge.cli.options import DEFAULT_GALLERY, GalleryOption
from gallery.product import check_sku
from gallery.store import Gallery


def remove(
    skus: Annotated[list[str], typer.Argument(help="SKUs of the products.", show_default=False)],
    gallery: GalleryOption = DEFAULT_GALLERY,
    yes: YesOption = False,
) -> None:
    """Take products and their views out of the gallery; all of them, or none if one is unknown."""
    wanted = list(dict.fromkeys(check_sku(sku) for sku in skus))
    with Gallery.open(gallery, model=None, dimension=None) as opened:
        views = sum(len(opened.views(sku)) for sku in wanted)  # fails on an unknown SKU, before any change
        if not yes:
            confirm(f"remove {', '.join(wanted)} with {views} views from {gallery}?", "removed")
        for sku in wanted:
            opened.remove(sku)
    Console(stderr=True, highlight=False).print(f"removed {escape(', '.join(wanted))}", soft_wrap=True)
