"""Manifest row: what one line of a manifest may say."""

from __future__ import annotations

from typing import Annotated

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, FiniteFloat, model_validator

from train.layouts.listing import SPLITS

COLUMNS = ("path", "class", "split", "mask", "x1", "y1", "x2", "y2")


def _split(word: object) -> object:
    if not word:
        return ""
    split = SPLITS.get(str(word).strip().lower())
    if split is None:
        raise ValueError(f"{word!r} is not train, val or test")
    return split


def _text(value: object) -> object:
    return value or ""


def _pixels(value: object) -> object:
    return value if str(value or "").strip() else None


_Optional = Annotated[str, BeforeValidator(_text)]
_Pixels = Annotated[FiniteFloat | None, BeforeValidator(_pixels)]


class ManifestRow(BaseModel):
    """One photo of a manifest; `x1 y1 x2 y2` is the item's box, pixels of the upright photo."""

    model_config = ConfigDict(extra="forbid", frozen=True, str_strip_whitespace=True)

    path: str = Field(min_length=1)
    name: str = Field(alias="class", min_length=1)
    split: Annotated[str, BeforeValidator(_split)] = ""
    mask: _Optional = ""
    x1: _Pixels = None
    y1: _Pixels = None
    x2: _Pixels = None
    y2: _Pixels = None

    @model_validator(mode="after")
    def _whole_box(self) -> ManifestRow:
        given = [side for side in (self.x1, self.y1, self.x2, self.y2) if side is not None]
        if len(given) not in (0, 4):
            raise ValueError("a box needs all of x1, y1, x2, y2")
        if given and not (0 <= given[0] < given[2] and 0 <= given[1] < given[3]):
            raise ValueError(f"box {given} is empty: x1 < x2 and y1 < y2 are needed, none negative")
        return self

    @property
    def box(self) -> tuple[float, float, float, float] | None:
        """The item's box, or None where the line has none."""
        if self.x1 is None or self.y1 is None or self.x2 is None or self.y2 is None:
            return None
        return self.x1, self.y1, self.x2, self.y2

    def files(self) -> list[str]:
        """The files the line names."""
        return [self.path, self.mask] if self.mask else [self.path]
