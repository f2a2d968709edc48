"""Timing cache: what TensorRT measured of its kernels, kept so that the next build is quick.

One file for each TensorRT and GPU; it is of no use to another (TensorRT, "Optimizing Builder Performance").
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

from edge.engine.gpu import Gpu
from edge.engine.log import log
from edge.engine.module import TensorRt
from edge.engine.place import cache_folder
from edge.write import write_whole
from gallery.errors import InputError


def timing_file(tensorrt: TensorRt, gpu: Gpu) -> Path:
    """Where this TensorRT's measurements on this GPU are kept."""
    name = f"timing.{tensorrt.flavour}-{tensorrt.version}.{gpu.name}.cache"
    return cache_folder() / re.sub(r"[^\w.+-]+", "_", name)


def use_timings(config: Any, file: Path) -> None:
    """Have a build take what was measured before; a file that TensorRT refuses is begun anew."""
    kept = file.read_bytes() if file.is_file() else b""
    cache = config.create_timing_cache(kept)
    if cache is not None and config.set_timing_cache(cache, ignore_mismatch=False):
        return
    log.info("timing cache %s is not this TensorRT's: begun anew", file)
    config.set_timing_cache(config.create_timing_cache(b""), ignore_mismatch=False)


def keep_timings(config: Any, file: Path) -> None:
    """Keep what a build measured. A folder that cannot be written costs time next time, and no more."""
    cache = config.get_timing_cache()
    if cache is None:
        return
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        write_whole(file, bytes(cache.serialize()))
    except (OSError, InputError) as error:
        log.info("timing cache not kept: %s", error)
