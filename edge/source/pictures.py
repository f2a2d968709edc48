"""Pictures: a folder of photos, or one photo, as a source; and the one way a photo is read."""

from __future__ import annotations

import re
import time
import warnings
from collections.abc import Iterator
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from PIL import (  # the plug-ins, for Pillow imports all of its 40 formats where one asked for is missing
    Image,
    ImageOps,
    JpegImagePlugin,  # noqa: F401
    PngImagePlugin,  # noqa: F401
    UnidentifiedImageError,
    WebPImagePlugin,  # noqa: F401
)

from edge.crop import GREY
from edge.frame import Frame
from edge.source.frame_source import FrameSource, SourceOptions
from edge.source.kind import PICTURE_SUFFIXES, Kind, describe
from gallery.errors import InputError

MEGAPIXELS = 64
"""The largest picture that is decoded; as BGR it takes 192 MB."""

_FPS = 5.0
_REMEDY = "give JPEG, PNG or WebP pictures that a viewer can open"


class Pictures(FrameSource):
    """Photos in natural order (`2.jpg` before `10.jpg`), as frames `1 / fps` seconds apart.

    What cannot be read is skipped, and leaves a gap in `Frame.index`, which counts the files.
    """

    def __init__(self, spec: str, paths: list[Path], options: SourceOptions) -> None:
        super().__init__(describe(spec), Kind.PICTURES, live=False, options=options)
        self.paths = paths
        self.fps = options.fps or _FPS
        self.total = len(paths)
        self.size = _first_size(spec, paths)
        if options.width or options.height:
            self.warn("width and height are asked of cameras; pictures are shown as they are")

    def _frames(self) -> Iterator[Frame]:
        readable = 0
        for index, path in enumerate(self.paths):
            try:
                image = read_picture(path)
            except InputError as error:
                self.warn(f"skipped {error.problem}")
                continue
            readable += 1
            yield Frame(image, index, index / self.fps, time.perf_counter())
        if not readable:
            raise InputError(f"{self.name}: none of {self.total} pictures can be read", _REMEDY)

    def close(self) -> None:
        """Nothing is held open between two pictures."""


def open_pictures(spec: str, options: SourceOptions) -> Pictures:
    """Open a folder of pictures, or one picture.

    Raises:
        InputError: the path is missing, or holds no readable picture.
    """
    path = Path(spec)
    paths = list_pictures(path) if path.is_dir() else [path]
    if not paths:
        raise InputError(f"{spec}: no picture in the folder", _REMEDY)
    return Pictures(spec, paths, options)


def list_pictures(folder: Path) -> list[Path]:
    """The pictures directly in `folder`, in natural order; hidden files are left out.

    Raises:
        InputError: the folder cannot be listed.
    """
    try:
        entries = list(folder.iterdir())
    except OSError as error:
        raise InputError(f"{folder}: {error.strerror}", "check the path and its permissions") from None
    pictures = [p for p in entries if p.suffix.lower() in PICTURE_SUFFIXES and not p.name.startswith(".")]
    return sorted(pictures, key=lambda path: (_natural(path.name), path.name))


def read_picture(path: Path) -> NDArray[np.uint8]:
    """Read a photo as uint8 `[H, W, 3]`, BGR, upright (EXIF orientation applied).

    Transparent parts become the neutral grey that `crop` puts beside an item.

    Raises:
        InputError: missing, no picture, cut short, or larger than `MEGAPIXELS`.
    """
    try:
        with _opened(path) as picture:
            if picture.width * picture.height > MEGAPIXELS * 1_000_000:
                raise InputError(
                    f"{path}: {picture.width}x{picture.height} pixels, more than {MEGAPIXELS} megapixels",
                    "scale the picture down",
                )
            rgb = np.asarray(_upright_rgb(picture))
    except (OSError, SyntaxError, ValueError, Image.DecompressionBombError) as error:
        raise InputError(f"{path}: {_reason(error)}", _REMEDY) from None
    return np.ascontiguousarray(rgb[..., ::-1])


def _opened(path: Path) -> Image.Image:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", Image.DecompressionBombWarning)  # our own limit is lower
        return Image.open(path, formats=("JPEG", "PNG", "WEBP"))


def _upright_rgb(picture: Image.Image) -> Image.Image:
    upright = ImageOps.exif_transpose(picture)
    if upright.mode.startswith("I"):  # 16 bit grey; before Pillow 10.3 as "I"
        return Image.fromarray((np.asarray(upright) >> 8).astype(np.uint8)).convert("RGB")
    if upright.has_transparency_data:
        ground = Image.new("RGBA", upright.size, (GREY, GREY, GREY, 255))
        return Image.alpha_composite(ground, upright.convert("RGBA")).convert("RGB")
    return upright.convert("RGB")


def _first_size(spec: str, paths: list[Path]) -> tuple[int, int]:
    """Width and height of the first picture whose header can be read; the rest is seen later."""
    reason = ""
    for path in paths:
        try:
            with _opened(path) as picture:
                turned = picture.getexif().get(0x0112, 1) in (5, 6, 7, 8)  # EXIF 2.3, Orientation
                return (picture.height, picture.width) if turned else (picture.width, picture.height)
        except (OSError, SyntaxError, ValueError, Image.DecompressionBombError) as error:
            reason = reason or f"{path.name}: {_reason(error)}"
    raise InputError(f"{spec}: no picture can be read ({reason})", _REMEDY)


def _reason(error: Exception) -> str:
    if isinstance(error, OSError) and error.strerror:
        return error.strerror
    if isinstance(error, UnidentifiedImageError):
        return "not a picture"
    return str(error) or type(error).__name__


def _natural(name: str) -> list[tuple[int, str]]:
    """Sort key: runs of digits count as numbers."""
    return [(int(part), "") if part.isdecimal() else (-1, part) for part in re.split(r"(\d+)", name.lower())]
