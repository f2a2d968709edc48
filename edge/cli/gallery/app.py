"""`checkout-edge gallery`: look into a gallery, change it, go back in its history, carry it elsewhere."""

from __future__ import annotations

from collections.abc import Callable

import typer

from edge.cli.gallery.another_model import migrate
from edge.cli.gallery.carry import export_gallery, import_gallery
from edge.cli.gallery.change import group, remove, ungroup
from edge.cli.gallery.history import compact, diff, log, rollback
from edge.cli.gallery.judged import check
from edge.cli.gallery.look import groups, list_products, show, stats
from edge.cli.gallery.rejected import reject, unreject
from edge.cli.gallery.verified import verify
from edge.cli.gallery.versions import TAKES_NEGATIVE_NUMBERS

__all__ = ["gallery_app"]

gallery_app = typer.Typer(
    help="Look into a gallery, change it, go back in its history, carry it to another till.",
    epilog=(
        "[bold]Examples[/bold]\n\n"
        "checkout-edge gallery show cola-330ml --thumbnails seen/\n\n"
        "checkout-edge gallery log\n\n"
        "checkout-edge gallery rollback -1\n\n"
        "checkout-edge gallery export monday.archive"
    ),
    no_args_is_help=True,
    rich_markup_mode="rich",
)
_COMMANDS: dict[str, Callable[..., None]] = {
    "list": list_products,
    "show": show,
    "stats": stats,
    "groups": groups,
    "check": check,
    "remove": remove,
    "reject": reject,
    "unreject": unreject,
    "group": group,
    "ungroup": ungroup,
    "log": log,
    "compact": compact,
    "export": export_gallery,
    "import": import_gallery,
    "verify": verify,
    "migrate": migrate,
}
for _name, _command in _COMMANDS.items():
    gallery_app.command(_name)(_command)
gallery_app.command("diff", context_settings=TAKES_NEGATIVE_NUMBERS)(diff)
gallery_app.command("rollback", context_settings=TAKES_NEGATIVE_NUMBERS)(rollback)
