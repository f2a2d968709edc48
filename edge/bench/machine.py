"""Machine: on what a bench ran, in enough detail to tell two machines, or two states of one, apart."""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict, Field

from edge.certificate.runtime import RuntimeFacts


class Machine(BaseModel):
    """The machine, the versions, the model and the gallery of a run."""

    model_config = ConfigDict(extra="forbid", frozen=True, allow_inf_nan=False)

    runtime: RuntimeFacts
    flags: tuple[str, ...] = Field(
        description="the CPU's instruction sets that matter here: avx2, avx512_vnni, asimddp…"
    )
    governor: str | None = Field(
        None, description="the CPU's frequency governor; none where the system does not say"
    )
    clocks: tuple[float, float] | None = Field(None, description="the CPU's least and greatest clock, MHz")
    memory: float = Field(description="MB in all")
    load: float = Field(description="the system's load average of the last minute, before the run")
    opencv_threads: int
    model: str
    model_hash: str
    precision: str
    reason: str = Field(description="why this backend and form run")
    gallery: str = Field(description="path, or `drawn` for one of random vectors beside the scene's products")
    gallery_state: str
    views: int
