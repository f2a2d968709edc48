"""Machine: on what a bench ran, in enough detail to tell two machines, or two states of one, apart."""

from __future__ import annotations

from pathlib import Path

import cv2
import psutil
from pydantic import BaseModel, ConfigDict, Field

from edge.bench import processor
from edge.certificate.runtime import RuntimeFacts, runtime_facts
from edge.embed import Embedder
from gallery import Gallery

MB = 1e6
"""Bytes."""


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


def machine_facts(
    embedder: Embedder,
    model: Path,
    gallery: Gallery,
    *,
    called: str | None = None,
    load: float | None = None,
    root: Path = processor.ROOT,
) -> Machine:
    """What this run ran on.

    Args:
        embedder: what runs the model.
        model: the model's file.
        gallery: open.
        called: how the gallery is named; None for its path.
        load: the load average before the run; None asks now.
        root: where `proc` and `sys` lie.

    Raises:
        GalleryError: the gallery cannot be read.
    """
    return Machine(
        runtime=runtime_facts(embedder.provider),
        flags=processor.flags(root),
        governor=processor.governor(root),
        clocks=processor.clocks(root),
        memory=psutil.virtual_memory().total / MB,
        load=psutil.getloadavg()[0] if load is None else load,
        opencv_threads=cv2.getNumThreads(),
        model=str(model),
        model_hash=embedder.card.content_hash,
        precision=embedder.card.precision,
        reason=embedder.reason,
        gallery=called or str(gallery.path),
        gallery_state=gallery.state,
        views=gallery.stats().views,
    )
