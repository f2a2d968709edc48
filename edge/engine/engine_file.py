"""Engine file: a TensorRT plan and the card that says what it is, in one `X.engine`.

Layout: 16 bytes of magic, the card's length (8 bytes, little endian), the SHA-256 of the card (32 bytes),
the card (JSON, UTF-8), and the plan, as TensorRT serialised it, whose SHA-256 the card holds. A file cut
short, and a card or plan that was edited, are thus told from a whole one before TensorRT sees a byte.
"""

from __future__ import annotations

import contextlib
import hashlib
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator

from edge.card import ModelCard
from edge.engine.module import Flavour
from edge.write import write_whole
from gallery.errors import InputError

MAGIC = b"checkout-engine\x01"
_LARGEST_CARD = 1 << 20  # bytes
_REMEDY = "build it again with `checkout-edge export MODEL.onnx --to tensorrt`"


class EngineCard(BaseModel):
    """What an engine is: made of which model, by which TensorRT, for which GPU."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    model: ModelCard = Field(description="card of the ONNX model it was built from")
    flavour: Flavour = Field(description="the module that built it")
    version: str = Field(min_length=1, description="that module's version; it alone can load the engine")
    compute_capability: str = Field(pattern=r"^\d+\.\d$", description="of the GPU it is for, for example 8.7")
    gpu_name: str | None = Field(description="the GPU it was built and tuned on; none where none was at hand")
    batch: tuple[int, int, int] = Field(description="pictures in one run: fewest, best, most")
    dla: int | None = Field(None, ge=0, description="the DLA core it is for; none for the GPU")
    version_compatible: bool = Field(False, description="it carries its runtime, and newer versions load it")
    plan_sha256: str = Field(pattern="^[0-9a-f]{64}$", description="SHA-256 of the plan")
    made: str = Field(description="when, UTC, ISO 8601")

    @model_validator(mode="after")
    def _batches_in_order(self) -> EngineCard:
        fewest, best, most = self.batch
        if not 1 <= fewest <= best <= most:
            raise ValueError(f"batch {self.batch} is not fewest, best, most")
        return self


def write_engine(path: Path, card: EngineCard, plan: bytes) -> None:
    """Write an engine file, whole or not at all.

    Raises:
        ValueError: the card is another plan's.
        InputError: the file cannot be written.
    """
    if hashlib.sha256(plan).hexdigest() != card.plan_sha256:
        raise ValueError("the card holds another plan's SHA-256")
    said = card.model_dump_json().encode()
    head = MAGIC + len(said).to_bytes(8, "little") + hashlib.sha256(said).digest() + said
    write_whole(path, head + plan)


def read_engine(path: Path) -> tuple[EngineCard, bytes]:
    """The card and the plan of an engine file, both known to be whole.

    Raises:
        InputError: no engine file, or one that was cut short or edited.
    """
    with _opened(path) as file:
        card, plan = _read_card(path, file), file.read()
    if hashlib.sha256(plan).hexdigest() != card.plan_sha256:
        raise InputError(f"engine {path}: its plan was cut short or changed", _REMEDY)
    return card, plan


def read_engine_card(path: Path) -> EngineCard:
    """The card alone; the plan is not looked at.

    Raises:
        InputError: no engine file, or its card was cut short or edited.
    """
    with _opened(path) as file:
        return _read_card(path, file)


@contextlib.contextmanager
def _opened(path: Path) -> Iterator[BinaryIO]:
    try:
        with path.open("rb") as file:
            yield file
    except OSError as error:
        raise InputError(f"engine {path}: {error.strerror}", "give the path of an .engine file") from None


def _read_card(path: Path, file: BinaryIO) -> EngineCard:
    if file.read(len(MAGIC)) != MAGIC:
        raise InputError(
            f"engine {path}: not made by checkout-edge, or an older or newer format, or cut short", _REMEDY
        )
    length, digest = int.from_bytes(file.read(8), "little"), file.read(32)
    said = file.read(length) if length <= _LARGEST_CARD else b""
    if len(said) != length or hashlib.sha256(said).digest() != digest:
        raise InputError(f"engine {path}: its card was cut short or changed by hand", _REMEDY)
    try:
        return EngineCard.model_validate_json(said)
    except ValidationError as error:
        wrong = "; ".join(f"{'.'.join(map(str, e['loc'])) or 'card'}: {e['msg']}" for e in error.errors())
        raise InputError(f"engine {path}: its card cannot be read: {wrong}", _REMEDY) from None
