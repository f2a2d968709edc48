"""TrayConfig: what the tray localiser can be told."""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict, Field


class TrayConfig(BaseModel):
    """Settings of the tray localiser. Times are seconds, so that they hold at any frame rate."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    work_width: int = Field(
        320, ge=80, le=1920, description="width the frame is reduced to before it is looked at, pixels"
    )
    learn_s: float = Field(
        1.0, gt=0, le=60, description="how long the empty scene is learned when no picture of it is given, s"
    )
    settle_s: float = Field(0.3, gt=0, le=10, description="how long a thing lies still to be settled, s")
    min_area: float = Field(
        0.0015, gt=0, lt=1, description="smallest item, as a fraction of the frame's area"
    )
    max_area: float = Field(0.6, gt=0, le=1, description="largest item, as a fraction of the frame's area")
    difference: float = Field(
        8.0, ge=2, le=128, description="least difference from the empty scene, grey levels (0 to 255)"
    )
    noise_factor: float = Field(
        5.0,
        ge=2,
        le=20,
        description="least difference from the empty scene, in standard deviations of the noise",
    )
    shadow_depth: float = Field(
        0.4, gt=0, lt=1, description="darkest shadow, as a fraction of the light without it"
    )
    adapt_s: float = Field(
        20.0, gt=0, le=3600, description="time constant at which the empty scene follows the light, s"
    )
    split: bool = Field(True, description="split touching items where their shape shows a neck")
