"""`checkout-edge gallery`: look into a gallery, change it, go back in its history, carry it elsewhere."""

from __future__ import annotations

import typer

from edge.cli.gallery.change import remove
from edge.cli.gallery.look import list_products, show, stats

__all__ = ["gallery_app"]

gallery_app = typer.Typer(
    help="Look into a gallery, take products out of it.",
    epilog=(
        "[bold]Examples[/bold]\n\n"
        "checkout-edge gallery list\n\n"
        "checkout-edge gallery show cola-330ml --thumbnails seen/\n\n"
        "checkout-edge gallery remove cola-330ml --gallery shop.gallery"
    ),
    no_args_is_help=True,
    rich_markup_mode="rich",
)
for _name, _command in {"list": list_products, "show": show, "stats": stats, "remove": remove}.items():
    gallery_app.command(_name)(_command)
