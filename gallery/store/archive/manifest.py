"""Manifest: what an archive says of itself, and the size and hash of every other member."""

from __future__ import annotations

from typing import Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from gallery.errors import InputError

FORMAT_VERSION = 1
NAME = "manifest.json"
LARGEST_MANIFEST = 16 << 20
"""Bytes; an archive of a million views has one of 3 MB."""
LARGEST_MEMBER = 1 << 28
"""Bytes that one member may have, since each is read whole."""

_HEX = "^[0-9a-f]{64}$"


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Member(_Strict):
    """One member: its name, its size in bytes and its SHA-256."""

    name: str = Field(pattern=r"^(contents\.json|views/[0-9]{6}\.(jsonl|f32|pictures))$")
    size: int = Field(ge=0, le=LARGEST_MEMBER)
    sha256: str = Field(pattern=_HEX)


class Counts(_Strict):
    """What an archive holds."""

    products: int = Field(ge=0)
    views: int = Field(ge=0)
    negatives: int = Field(ge=0)
    groups: int = Field(ge=0)


class Manifest(_Strict):
    """The first thing that is read of an archive.

    Attributes:
        model: content hash of the embedder whose vectors these are.
        dimension: D, length of the vectors.
        gallery_version: the version that was exported.
        state: hash of the gallery's content; a gallery with this content has this state.
        calibrated: whether a calibration of this very state travels along.
    """

    format: Literal["checkout-edge gallery"] = "checkout-edge gallery"
    format_version: int = Field(FORMAT_VERSION, ge=1)
    model: str = Field(pattern=_HEX)
    dimension: int = Field(gt=0, le=1 << 16)
    gallery_version: int = Field(ge=0)
    state: str = Field(pattern=_HEX)
    counts: Counts
    calibrated: bool
    members: tuple[Member, ...]

    def to_bytes(self) -> bytes:
        """As it is stored: JSON, the same bytes for the same manifest."""
        return self.model_dump_json(indent=1).encode()


def parse(data: bytes, name: str) -> Manifest:
    """Read a manifest.

    Args:
        data: its bytes.
        name: the archive's, for messages.

    Raises:
        InputError: it is none, or of a newer format.
    """
    try:
        manifest = Manifest.model_validate_json(data)
    except ValidationError as error:
        first = error.errors()[0]
        where = ".".join(map(str, first["loc"])) or NAME
        raise InputError(
            f"archive {name}: its manifest cannot be read: {where}: {first['msg']}",
            "give a file written by `checkout-edge gallery export`",
        ) from None
    if manifest.format_version > FORMAT_VERSION:
        raise InputError(
            f"archive {name} has format {manifest.format_version}; this program reads up to {FORMAT_VERSION}",
            "update checkout-edge on this machine",
        )
    return manifest
