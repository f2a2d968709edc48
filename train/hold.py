"""Hold: the parts of a backbone that training leaves as they are."""

from __future__ import annotations

from typing import Any

from torch import nn

from gallery.errors import InputError
from train.embedder import Embedder


def hold(embedder: Embedder, parts: int) -> list[nn.Module]:
    """Keep the first `parts` parts of the backbone (stem, stage 0, stage 1 ...) as they are.

    They find edges and colours, are the dearest to train and gain the least from it.

    Returns:
        The modules held, which must be in evaluation mode while the others train.

    Raises:
        InputError: the backbone is no EfficientNet, whose parts these are.
    """
    if parts == 0:
        return []
    backbone: Any = embedder.backbone
    if not hasattr(backbone, "conv_stem"):
        raise InputError(f"{embedder.shape.backbone}: its first parts cannot be held", "train with held=0")
    held = [backbone.conv_stem, backbone.bn1, *list(backbone.blocks)[: parts - 1]]
    for module in held:
        module.requires_grad_(False)
    return held
