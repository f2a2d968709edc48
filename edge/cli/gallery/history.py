"""`gallery log`, `diff`, `rollback` and `compact`: where a gallery comes from, and the way back."""

from __future__ import annotations

from typing import Annotated

import typer
from rich.console import Console
from rich.markup import escape
from rich.table import Column, Table

from edge.cli.gallery.confirm import ReasonOption, YesOption, confirm
from edge.cli.gallery.difference import as_json as difference_json
from edge.cli.gallery.difference import in_numbers, in_words, lines
from edge.cli.gallery.indexed import keep_index
from edge.cli.gallery.tell import tell
from edge.cli.gallery.versions import VersionArgument, local_time, version_of
from edge.cli.options import DEFAULT_GALLERY, GalleryOption, JsonOption
from gallery.store import Difference, Gallery, Version

_MOST_LINES = 40  # of a difference that is shown before a rollback
_BESIDE_ROWS = {"calibrate": "the same thresholds", "compact": "older versions dropped"}
_UNKNOWN = "nothing is known before it"
_TITLES = ("Version", "Time", "Action", "What changed", "Reason")


def log(
    gallery: GalleryOption = DEFAULT_GALLERY,
    limit: Annotated[
        int, typer.Option("--limit", "-n", min=1, help="Versions shown, the newest first.")
    ] = 20,
    as_json: JsonOption = False,
) -> None:
    """List the versions of a gallery: when, by which command, what changed, and why."""
    with Gallery.inspect(gallery) as opened, opened.moment():
        versions = opened.log(limit + 1)  # the last one is what the one before it is compared with
        changes = _changes(opened, versions)
        versions = versions[:limit]
    if as_json:
        Console().print_json(
            data=[
                {
                    "version": version.version,
                    "time": version.time,
                    "action": version.action,
                    "changed": in_numbers(changes[version.version]) if version.version in changes else {},
                    "reason": version.reason,
                    "state": version.state,
                    "model": version.model,
                }
                for version in versions
            ]
        )
        return
    table = Table(*(Column(title, overflow="fold") for title in _TITLES))
    for version in versions:
        changed = _changed(version, changes.get(version.version))
        cells = str(version.version), local_time(version.time), version.action, changed, version.reason
        table.add_row(*map(escape, cells))
    Console().print(table)


def _changes(opened: Gallery, versions: list[Version]) -> dict[int, Difference]:
    """What each version changed, but for the oldest one known."""
    pairs = zip(versions[1:], versions, strict=False)
    return {new.version: opened.diff(old.version, new.version) for old, new in pairs}


def _changed(version: Version, change: Difference | None) -> str:
    if change is None:
        known = {"create": "", "migrate": f"to model {version.model[:12]}; {_UNKNOWN}"}
        return known.get(version.action, _UNKNOWN)
    return in_words(change) or _BESIDE_ROWS.get(version.action, "")


def diff(
    old: VersionArgument,
    new: Annotated[str, typer.Argument(help="The later version.", show_default="the present one")] = "",
    gallery: GalleryOption = DEFAULT_GALLERY,
    as_json: JsonOption = False,
) -> None:
    """Show what changed between two versions: products, views, rejected views, groups, calibration.

    [bold]Examples[/bold]

    checkout-edge gallery diff -1

    checkout-edge gallery diff 3 7
    """
    with Gallery.inspect(gallery) as opened, opened.moment():
        before, after = version_of(opened, old), version_of(opened, new or str(opened.version))
        found = opened.diff(before, after)
    if as_json:
        Console().print_json(data=difference_json(found))
        return
    console = Console(highlight=False)
    console.print(f"version {before} -> {after}")
    for line in lines(found) or ["nothing changed"]:
        console.print("  " + escape(line), soft_wrap=True)


def rollback(
    version: VersionArgument,
    gallery: GalleryOption = DEFAULT_GALLERY,
    yes: YesOption = False,
    reason: ReasonOption = "",
) -> None:
    """Make the gallery what it was in an earlier version. That is a version of its own: nothing is lost.

    [bold]Example[/bold]

    checkout-edge gallery rollback -1 --reason "wrong photos"
    """
    with Gallery.open(gallery, model=None, dimension=None) as opened:
        wanted, now = version_of(opened, version), opened.version
        changes = lines(opened.diff(now, wanted))
        if not changes:
            tell(f"gallery {gallery} holds what it held in version {wanted}: nothing to do")
            return
        for line in changes[:_MOST_LINES]:
            tell("  " + line)
        if len(changes) > _MOST_LINES:
            tell(f"  and {len(changes) - _MOST_LINES} more: checkout-edge gallery diff {now} {wanted}")
        if not yes:
            confirm(f"bring {gallery} back to version {wanted}?", "changed")
        before = opened.model
        made = opened.rollback(wanted, reason=reason)
        keep_index(opened)
    tell(f"{gallery} is as it was in version {wanted}; this is version {made}")
    if opened.model != before:
        tell(f"its vectors are of model {opened.model[:12]} again: `run` needs that --model")


def compact(
    keep: Annotated[
        int,
        typer.Option(
            "--keep", min=1, help="Versions to keep, the present one among them; compacting adds one."
        ),
    ],
    gallery: GalleryOption = DEFAULT_GALLERY,
    yes: YesOption = False,
    reason: ReasonOption = "",
    anyway: Annotated[
        bool, typer.Option("--anyway", help="Also drop the vectors of the model before an uncalibrated one.")
    ] = False,
) -> None:
    """Drop the history before the last versions, and give its space back. What is live stays."""
    with Gallery.open(gallery, model=None, dimension=None) as opened:
        known = [version.version for version in opened.log()]
        if len(known) <= keep:
            tell(f"gallery {gallery} has {len(known)} versions: nothing to drop")
            return
        oldest = known[keep - 1]
        if not yes:
            confirm(f"drop versions {known[-1]} to {oldest - 1} of {gallery} for good?", "dropped")
        done = opened.compact(oldest, reason=reason, anyway=anyway)
        keep_index(opened)
    tell(f"{len(known) - keep} versions dropped: {done.bytes_before} -> {done.bytes_after} bytes")
    if not done.shrunk:
        tell("another process is reading: the file gets smaller once it has finished")
