"""`gallery remove`, `group` and `ungroup`: what is changed without looking at a picture."""

from __future__ import annotations

from typing import Annotated

import typer

from edge.cli.gallery.confirm import ReasonOption, YesOption, confirm
from edge.cli.gallery.indexed import keep_index
from edge.cli.gallery.tell import tell
from edge.cli.options import DEFAULT_GALLERY, GalleryOption
from gallery.product import check_sku
from gallery.store import Gallery

SkusArgument = Annotated[list[str], typer.Argument(help="SKUs of the products.", show_default=False)]
GroupArgument = Annotated[str, typer.Argument(help="Name of the group.", show_default=False)]


def remove(
    skus: SkusArgument,
    gallery: GalleryOption = DEFAULT_GALLERY,
    yes: YesOption = False,
    reason: ReasonOption = "",
) -> None:
    """Take products and their views out of the gallery; all of them, or none if one is unknown.

    It is one version of the history: [bold]gallery rollback -1[/bold] brings them back.
    """
    wanted = list(dict.fromkeys(check_sku(sku) for sku in skus))
    with Gallery.open(gallery, model=None, dimension=None) as opened:
        views = sum(len(opened.views(sku)) for sku in wanted)  # fails on an unknown SKU, before any change
        if not yes:
            confirm(f"remove {', '.join(wanted)} with {views} views from {gallery}?", "removed")
        opened.remove(wanted, reason=reason)
        tell(f"removed {', '.join(wanted)}")
        keep_index(opened)


def group(
    name: GroupArgument,
    skus: SkusArgument,
    gallery: GalleryOption = DEFAULT_GALLERY,
    reason: ReasonOption = "",
) -> None:
    """Make a group of products that look alike: within it the till asks a person instead of guessing.

    A group that is there already is replaced.

    [bold]Example[/bold]

    checkout-edge gallery group colas cola-330ml cola-zero-330ml
    """
    with Gallery.open(gallery, model=None, dimension=None) as opened:
        opened.group(name, skus, reason=reason)
        members = opened.groups()[name.strip()]
    tell(f"group {name}: {', '.join(members)}")


def ungroup(name: GroupArgument, gallery: GalleryOption = DEFAULT_GALLERY, reason: ReasonOption = "") -> None:
    """Dissolve a group; its products stay."""
    with Gallery.open(gallery, model=None, dimension=None) as opened:
        opened.ungroup(name, reason=reason)
    tell(f"group {name} is dissolved; its products stay")
