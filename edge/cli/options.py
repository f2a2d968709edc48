"""Options that several commands share."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Annotated

import typer

DEFAULT_GALLERY = Path("shop.gallery")
_GALLERY_VARIABLE = "CHECKOUT_EDGE_GALLERY"

GalleryOption = Annotated[
    Path,
    typer.Option(
        "--gallery",
        "-g",
        envvar=_GALLERY_VARIABLE,
        help="The gallery file: what the shop has enrolled.",
    ),
]
ModelOption = Annotated[
    Path | None,
    typer.Option(
        "--model", "-m", help="Embedder to use, an .onnx file with a card.", show_default="the one shipped"
    ),
]
BackendOption = Annotated[
    str,
    typer.Option(
        "--backend",
        "-b",
        help="auto, cpu, cuda, openvino, tensorrt or tensorrt-ep. [bold]auto[/bold] takes the form and "
        "backend that a short trial found best here, and says why; any other is taken or refused.",
    ),
]
ThreadsOption = Annotated[
    int | None,
    typer.Option(
        "--threads", "-t", help="CPU threads of the embedder.", show_default="one a core, at most 4", min=1
    ),
]
JsonOption = Annotated[bool, typer.Option("--json", help="Print JSON, for programs.")]


def to_name(gallery: Path) -> Path | None:
    """A gallery as the commands of a remedy must name it: None for the one that they take by themselves."""
    by_itself = gallery == DEFAULT_GALLERY and not os.environ.get(_GALLERY_VARIABLE)
    return None if by_itself else gallery
