"""`gallery export` and `import`: a gallery as one file, from one till to another."""

from __future__ import annotations

import contextlib
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from edge.cli.gallery.confirm import ReasonOption, YesOption, confirm
from edge.cli.gallery.indexed import keep_index
from edge.cli.gallery.tell import bar, counted, tell
from edge.cli.options import DEFAULT_GALLERY, GalleryOption, JsonOption
from gallery.errors import InputError
from gallery.store import Gallery
from gallery.store.archive import (
    Archive,
    Counts,
    Progress,
    check_model,
    create,
    export,
    merge,
    opened,
    replace_all,
)

ArchiveArgument = Annotated[Path, typer.Argument(metavar="FILE", help="The archive.", show_default=False)]


def export_gallery(
    file: ArchiveArgument,
    gallery: GalleryOption = DEFAULT_GALLERY,
    overwrite: Annotated[bool, typer.Option("--overwrite", help="Replace an older export.")] = False,
    as_json: JsonOption = False,
) -> None:
    """Write all that a gallery holds now into one file: products, views, pictures, groups, calibration.

    Its history stays behind. The SHA-256 that is printed belongs with the file: say it to whoever
    imports it.

    [bold]Example[/bold]

    checkout-edge gallery export monday.archive
    """
    with Gallery.inspect(gallery) as source, bar("views") as progress:
        made = export(source, file, overwrite=overwrite, progress=progress)
    if as_json:
        facts = made.manifest.model_dump(exclude={"members"})
        Console().print_json(data={"path": str(file), "sha256": made.sha256, "bytes": made.bytes, **facts})
        return
    tell(
        f"{file}: {_words(made.manifest.counts)}, version {made.manifest.gallery_version}, {made.bytes} bytes"
    )
    typer.echo(f"sha256  {made.sha256}")


def import_gallery(
    file: ArchiveArgument,
    gallery: GalleryOption = DEFAULT_GALLERY,
    add: Annotated[bool, typer.Option("--merge", help="Add what is new; what is there stays.")] = False,
    replace: Annotated[
        bool, typer.Option("--replace", help="Make the gallery hold this and no more.")
    ] = False,
    sha256: Annotated[
        str | None, typer.Option(metavar="HEX", help="Hash that the file must have, as export printed it.")
    ] = None,
    yes: YesOption = False,
    reason: ReasonOption = "",
) -> None:
    """Read an archive into a gallery: all of it in one version, or nothing.

    Where there is no gallery, one is made. Into one that is there, say how: --merge or --replace.

    [bold]Examples[/bold]

    checkout-edge gallery import monday.archive --gallery till-2.gallery

    checkout-edge gallery import monday.archive --replace --reason "the assortment of May"
    """
    if add and replace:
        raise InputError("--merge and --replace", "give one of the two")
    with contextlib.ExitStack() as stack:
        with bar("views checked") as progress:
            archive = stack.enter_context(opened(file, sha256, progress))
        typer.echo(f"sha256  {archive.sha256}")
        before = _check(archive, gallery, add, replace, yes) if gallery.exists() else None
        with bar("views imported") as progress:
            version = _bring(archive, gallery, replace, reason, progress)
    held = _words(archive.manifest.counts)
    if version == before:
        tell(f"{gallery} has all of it already ({held}): version {version} stays")
    else:
        tell(f"{gallery}: {held} imported, version {version}")


def _check(archive: Archive, gallery: Path, add: bool, replace: bool, yes: bool) -> int:
    """Refuse, or ask, before a gallery that is there is changed; its version."""
    with Gallery.inspect(gallery) as there:
        check_model(there, archive)
        facts = there.stats()
    held = f"{counted(facts.products, 'product')} with {counted(facts.views, 'view')}"
    if not add and not replace:
        raise InputError(
            f"gallery {gallery} is there and holds {held}",
            "--merge adds what is new, --replace makes it hold this archive and no more",
        )
    if replace and not yes:
        confirm(f"replace {held} in {gallery} by {_words(archive.manifest.counts)}?", "imported")
    return facts.version


def _bring(archive: Archive, gallery: Path, replace: bool, reason: str, progress: Progress) -> int:
    if not gallery.exists():
        version = create(gallery, archive, reason=reason, progress=progress)
        with Gallery.open(gallery, model=None, dimension=None) as made:
            keep_index(made)
        return version
    told = archive.manifest
    with Gallery.open(gallery, model=told.model, dimension=told.dimension) as target:
        bring = replace_all if replace else merge
        version = bring(target, archive, reason=reason, progress=progress)
        keep_index(target)
    return version


def _words(counts: Counts) -> str:
    said = [(counts.products, "product"), (counts.views, "view"), (counts.negatives, "rejected view")]
    return ", ".join(counted(count, what) for count, what in [*said, (counts.groups, "group")] if count)
