"""Quantise: a graph with integers in some of its layers, as QDQ pairs that every runtime reads."""

from __future__ import annotations

from collections.abc import Collection, Sequence

import numpy as np
import onnx
from numpy.typing import NDArray
from onnx import numpy_helper
from onnxruntime.quantization import QuantType
from onnxruntime.quantization.qdq_quantizer import QDQQuantizer

from export.int8.calibration import Calibration
from export.int8.layers import QUANTISED, Layer
from export.int8.rounding import round_to_integers


def quantise(
    model: onnx.ModelProto, layers: Sequence[Layer], calibration: Calibration, chosen: Collection[str]
) -> onnx.ModelProto:
    """The model with the chosen layers in 8-bit integers: activations unsigned, weights by channel.

    The pairs are placed by onnxruntime's static quantiser; the weights it rounds to the nearest
    integer are put in again as `round_to_integers` rounds them, on the quantiser's own scales.

    Args:
        model: float32; left as it is.
        layers: all of the model's.
        calibration: of the model.
        chosen: names of the layers to quantise.
    """
    copy = onnx.ModelProto()
    copy.CopyFrom(model)
    taken = [layer for layer in layers if layer.name in chosen]
    if not taken:
        return copy
    quantiser = QDQQuantizer(
        copy,
        per_channel=True,
        reduce_range=False,
        weight_qType=QuantType.QInt8,
        activation_qType=QuantType.QUInt8,
        tensors_range=calibration.ranges,
        nodes_to_quantize=[name for layer in taken for name in layer.nodes],
        nodes_to_exclude=[],
        op_types_to_quantize=list(QUANTISED),
        extra_options={"ActivationSymmetric": False, "WeightSymmetric": True},
    )
    quantiser.quantize_model()
    quantiser.model.topological_sort()
    quantised: onnx.ModelProto = quantiser.model.model
    _round_again(quantised, taken, calibration)
    return quantised


def _round_again(model: onnx.ModelProto, layers: Sequence[Layer], calibration: Calibration) -> None:
    tensors = {tensor.name: tensor for tensor in model.graph.initializer}
    for layer in layers:
        if layer.weights is None:
            continue
        tensor = tensors[f"{layer.weight_name}_quantized"]
        scales = numpy_helper.to_array(tensors[f"{layer.weight_name}_scale"])
        key = layer.name, scales.tobytes()
        if key not in calibration.rounded:
            calibration.rounded[key] = _rounded(layer, scales, calibration)
        integers = calibration.rounded[key]
        tensor.CopyFrom(numpy_helper.from_array(integers.reshape(layer.weights.shape), tensor.name))


def _rounded(layer: Layer, scales: NDArray[np.float32], calibration: Calibration) -> NDArray[np.int8]:
    if layer.weights is None:
        raise ValueError(f"{layer.name} has no weights")
    rows = layer.weights.reshape(len(layer.weights), -1)
    steps = np.broadcast_to(scales.reshape(-1, 1), (len(rows), 1)).astype(np.float64)
    return round_to_integers(rows, steps, calibration.moments[layer.name])
