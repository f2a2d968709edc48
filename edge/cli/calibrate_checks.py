"""Checks of what `calibrate` is asked, before anything is measured or kept."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import typer

from edge.show.risk_drawing import check_suffix
from edge.write import check_place
from gallery.errors import InputError
from gallery.risk.targets import Targets

_NEEDS: Mapping[str, tuple[str, ...]] = {
    "model": ("--unknown", "--prove", "--method otsu"),
    "backend": ("--unknown", "--prove"),
    "threads": ("--unknown", "--prove"),
    "splits": ("--prove",),
    "views": ("--prove",),
    "basket_items": ("--prices",),
    "unknown_share": ("--prices",),
}
"""Of an option, those that give it a meaning."""

_KEPT_ONLY = ("gallery", "unknown", "method", "prices", "picture", "json", "anyway", "reason")
"""Options without a meaning for `--prove`, which keeps nothing."""


def checked_targets(far: float, wrong: float | None, confidence: float, margin: float | None) -> Targets:
    """The targets, with the wrong SKU's as the unknown's where it is not given.

    Raises:
        InputError: one is out of its range.
    """
    for option, share, example in (
        ("--target-far", far, "0.01 for 1 %"),
        ("--target-wrong", far if wrong is None else wrong, "0.01 for 1 %"),
        ("--confidence", confidence, "0.95"),
    ):
        if not 0 < share < 1:
            raise InputError(
                f"{option} {share:g} must be above 0 and below 1", f"give a share such as {example}"
            )
    if margin is not None and not 0 <= margin <= 2:
        raise InputError(f"--margin {margin:g} must be from 0 to 2", "give an L2 distance such as 0.03")
    return Targets(far, far if wrong is None else wrong, confidence, margin)


def refuse_unused(context: typer.Context) -> None:
    """See that no option was given that would be ignored.

    Raises:
        InputError: one was.
    """
    asked = context.params
    given = {name for name in asked if _on_command_line(context, name)}
    if asked["prove"] is not None:
        for name in _KEPT_ONLY:
            if name in given:
                raise InputError(f"{_option(name)} with --prove, which keeps nothing", "leave it out")
    there = {_option(name) for name in ("unknown", "prove", "prices") if asked[name]}
    there |= {f"--method {asked['method']}"}
    for name, needed in _NEEDS.items():
        if name in given and not there & set(needed):
            raise InputError(f"{_option(name)} alone does nothing here", f"it needs {' or '.join(needed)}")
    if asked["prove"] is not None and Path(asked["prove"]).is_file():
        for name in ("model", "backend", "threads"):
            if name in given:
                raise InputError(f"{_option(name)}: --prove on a gallery file embeds nothing", "leave it out")


def check_outputs(method: str, picture: Path | None, json: Path | None) -> None:
    """See that the method is one, and that what is asked for can be written.

    Raises:
        InputError: it is none, or it cannot.
    """
    if method not in ("bound", "otsu"):
        raise InputError(f"--method {method}", "use bound or otsu")
    if picture is not None:
        check_suffix(picture)
        check_place(picture, "--picture")
    if json is not None and str(json) != "-":
        check_place(json, "--json")


def _on_command_line(context: typer.Context, name: str) -> bool:
    source = context.get_parameter_source(name)
    return source is not None and source.name == "COMMANDLINE"


def _option(name: str) -> str:
    return "--" + name.replace("_", "-")
