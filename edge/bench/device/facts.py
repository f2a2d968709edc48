"""Facts: what an NVIDIA device or a Jetson said of itself before, during and after a run."""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict, Field


class DeviceFacts(BaseModel):
    """What the device's own sensors and files say; none where it does not say."""

    model_config = ConfigDict(extra="forbid", frozen=True, allow_inf_nan=False)

    board: str | None = Field(None, description="a Jetson's name, from its device tree")
    jetpack: str | None = None
    l4t: str | None = Field(None, description="release of Jetson Linux")
    power_mode: str | None = None
    clocks_fixed: bool | None = Field(
        None, description="a Jetson's CPU and GPU held at one clock, as by jetson_clocks"
    )
    fan: float | None = Field(None, description="drive of a Jetson's fan before the run, percent")
    gpu: str | None = None
    driver: str | None = None
    sensor: str = Field(description="what was asked: tegrastats, jtop, NVML, or a Jetson's kernel")
    samples: int = 0
    gpu_load: float | None = Field(None, description="mean, 0 to 1")
    gpu_clock: float | None = Field(None, description="mean, MHz")
    gpu_greatest: float | None = Field(None, description="greatest clock as the GPU is set, MHz")
    temperature: float | None = Field(None, description="the hottest sensor's greatest, degrees Celsius")
    power: float | None = Field(None, description="mean of what `power_of` says, W")
    power_of: str | None = Field(
        None, description="the rails that `power` is of, or `the GPU's card alone`; none without power"
    )
    idle_power: float | None = Field(None, description="the same before the run, W")
    energy_per_look: float | None = Field(None, description="J for each crop embedded, idle power included")
    energy_per_item: float | None = Field(
        None, description="J for each item that came onto the receipt, of several looks; likewise"
    )
    throttled: tuple[str, ...] = Field((), description="each throttling that was seen, in words")
