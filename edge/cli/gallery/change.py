"""`gallery remove`, `group` and `ungroup`: what is changed without looking at a picture."""

from __future__ import annotations

from typing import Annotated

import typer

from edge.cli.gallery.confirm import ReasonOption, YesOption, confirm
from edge.cli.gallery.indexed import keep_index
from edge.cli.gallery.tell import counted, tell
from edge.cli.gallery.which_view import views_named
from edge.cli.options import DEFAULT_GALLERY, GalleryOption, to_name
from gallery.errors import InputError
from gallery.product import check_sku
from gallery.store import Gallery

SkusArgument = Annotated[list[str], typer.Argument(help="SKUs of the products.", show_default=False)]
ViewOption = Annotated[
    list[str] | None,
    typer.Option("--view", help="A view alone: first digits of its hash, as `show` prints; may repeat."),
]
GroupArgument = Annotated[str, typer.Argument(help="Name of the group.", show_default=False)]


def remove(
    skus: SkusArgument,
    view: ViewOption = None,
    gallery: GalleryOption = DEFAULT_GALLERY,
    yes: YesOption = False,
    reason: ReasonOption = "",
) -> None:
    """Take products and their views out of the gallery, or single views of one; all of them or none.

    It is one version of the history: [bold]gallery rollback -1[/bold] brings them back.

    [bold]Examples[/bold]

    checkout-edge gallery remove cola-330ml --reason "not sold any more"

    checkout-edge gallery remove cola-330ml --view 5f1c0a9b
    """
    wanted = list(dict.fromkeys(check_sku(sku) for sku in skus))
    if view and len(wanted) > 1:
        raise InputError(f"--view with {len(wanted)} products", "give the one product that it is a view of")
    with Gallery.open(gallery, model=None, dimension=None) as opened:
        said = _remove_views(opened, wanted[0], view, yes, reason) if view else None
        tell(f"removed {said or _remove_products(opened, wanted, yes, reason)}")
        keep_index(opened)


def _remove_views(gallery: Gallery, sku: str, digits: list[str], yes: bool, reason: str) -> str:
    views = views_named(gallery.views(sku), digits, sku, to_name(gallery.path))
    what = f"{counted(len(views), 'view')} of {sku} ({', '.join(one.source for one in views)})"
    if not yes:
        confirm(f"remove {what} from {gallery.path}?", "removed")
    gallery.remove_views(sku, [one.photo_hash for one in views], reason=reason)
    return what


def _remove_products(gallery: Gallery, skus: list[str], yes: bool, reason: str) -> str:
    views = sum(len(gallery.views(sku)) for sku in skus)  # fails on an unknown SKU, before any change
    if not yes:
        confirm(f"remove {', '.join(skus)} with {views} views from {gallery.path}?", "removed")
    gallery.remove(skus, reason=reason)
    return ", ".join(skus)


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
