"""Capture: what an engine must be built with, so that its runs can be captured into CUDA graphs.

`edge.embed.tensorrt_contexts` keeps one context for each batch size, a graph of each, and lends all of
them one scratch memory. That needs, of an engine:

- of TensorRT-RTX: `REQUIRE_USER_ALLOCATION` (1.2), by which it takes the memory it is lent where it would
  else take its own while running, which a stream that is being captured does not allow;
- of TensorRT 8.6: `PROFILE_SHARING_0806`, by which several contexts may use one profile. TensorRT 10 has it
  on, and deprecates that it can be off; TensorRT 11 and TensorRT-RTX have no such choice.

Sources: TensorRT-RTX 1.2 release notes, "Memory Management"; TensorRT OSS `python/docstrings/infer/
pyCoreDoc.h`, `PreviewFeature`; and the module of TensorRT-RTX 1.7.1 itself.
"""

from __future__ import annotations

from typing import Any


def allow_capture(module: Any, config: Any) -> None:
    """Set these in a build's config, each where the module has it.

    Args:
        module: the TensorRT module.
        config: its `IBuilderConfig`.
    """
    if hasattr(module.BuilderFlag, "REQUIRE_USER_ALLOCATION"):
        config.set_flag(module.BuilderFlag.REQUIRE_USER_ALLOCATION)
    features: Any = getattr(module, "PreviewFeature", None)
    if hasattr(features, "PROFILE_SHARING_0806"):
        config.set_preview_feature(features.PROFILE_SHARING_0806, True)
