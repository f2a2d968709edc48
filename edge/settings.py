"""Settings of a till: how many looks a decision takes, and how long a change waits."""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict, Field, model_validator


class TillSettings(BaseModel):
    """Times are seconds of the source's own clock, so that a replay decides as the first run did."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    looks_to_accept: int = Field(3, ge=1, le=50, description="sharp looks before a product is accepted")
    looks_to_give_up: int = Field(
        6, ge=1, le=100, description="sharp looks before an item is called uncertain or unknown"
    )
    look_every: float = Field(0.1, ge=0, le=10, description="least time between two looks, seconds")
    quiet: float = Field(
        0.6, ge=0, le=10, description="how long no hand is seen before a missing item is removed, seconds"
    )
    carry: float = Field(
        5.0, ge=0, le=60, description="how long a missing item may be on its way to another place, seconds"
    )
    hold: float = Field(
        3.0,
        ge=0,
        le=60,
        description="how long a new item waits for a hand to go or a covered one like it, seconds",
    )

    stills: bool = Field(
        False, description="each frame is a picture of its own: nothing carries over from the one before"
    )

    @model_validator(mode="after")
    def _give_up_comes_last(self) -> TillSettings:
        if self.looks_to_give_up < self.looks_to_accept:
            raise ValueError("looks_to_give_up must be at least looks_to_accept")
        return self
