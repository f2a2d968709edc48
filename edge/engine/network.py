"""Network: an ONNX model read by TensorRT, each tensor of the type that its graph states.

Precision lives in the graph. TensorRT 11 and TensorRT-RTX keep to it always, 10 if the network is made
strongly typed. 8.6 chooses types itself among those a flag allows; there each layer is held to the type of
its output, with `OBEY_PRECISION_CONSTRAINTS`, so that what the graph keeps in FP32 stays in FP32. Layers
that read dequantised values are left free: they are to be computed in INT8.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from edge.card import ModelCard
from edge.engine.log import said
from edge.engine.module import TensorRt
from gallery.errors import InputError

INPUT = "images"
"""The one input of a model, as `edge.embed` has it."""

_NOT_COMPUTING = ("CAST", "CONSTANT", "DEQUANTIZE", "IDENTITY", "QUANTIZE", "SHAPE")
_REMEDY = (
    "export it again with `checkout-edge export --to onnx-fp16`; that form is made to be read by TensorRT"
)


@dataclass(frozen=True, slots=True)
class Parsed:
    """A network, and the parser and bytes that own its weights until the engine is built."""

    network: Any
    parser: Any
    model: bytes


def read_network(tensorrt: TensorRt, builder: Any, model: bytes, card: ModelCard, log: Any) -> Parsed:
    """Parse a model.

    Args:
        tensorrt: the module.
        builder: its builder.
        model: the serialised ONNX model.
        card: its card.
        log: the logger.

    Raises:
        InputError: TensorRT does not read it; the message has each cause. Or its input is not the card's.
    """
    network = builder.create_network(_flags(tensorrt))
    parser = tensorrt.module.OnnxParser(network, log)
    if not parser.parse(model):
        causes = [_cause(parser.get_error(number)) for number in range(parser.num_errors)]
        raise InputError(
            f"{tensorrt.title} cannot read the model: {'; '.join(causes) or 'no cause given'}", _REMEDY
        )
    _check_input(network, card)
    return Parsed(network, parser, model)


def hold_types(tensorrt: TensorRt, network: Any, config: Any) -> None:
    """For a TensorRT without strong typing: allow the types the graph has, and hold each layer to its own."""
    module, flags = tensorrt.module, tensorrt.module.BuilderFlag
    if tensorrt.strongly_typed != "absent":
        return
    layers = [network.get_layer(number) for number in range(network.num_layers)]
    computed = (module.float32, module.float16)
    if any(module.float16 in _types(layer) for layer in layers):
        config.set_flag(flags.FP16)
    if any(layer.type == module.LayerType.QUANTIZE for layer in layers):
        config.set_flag(flags.INT8)
    config.set_flag(flags.OBEY_PRECISION_CONSTRAINTS)
    int8 = {layer.get_output(0).name for layer in layers if layer.type == module.LayerType.DEQUANTIZE}
    for layer in layers:
        types = _types(layer)
        if layer.type.name in _NOT_COMPUTING or not types or types[0] not in computed:
            continue
        if int8.intersection(_reads(layer)):
            continue
        layer.precision = types[0]
        for number, kind in enumerate(types):
            if kind in computed:
                layer.set_output_type(number, kind)


def _types(layer: Any) -> list[Any]:
    return [layer.get_output(number).dtype for number in range(layer.num_outputs)]


def _reads(layer: Any) -> list[str]:
    tensors = (layer.get_input(number) for number in range(layer.num_inputs))
    return [tensor.name for tensor in tensors if tensor is not None]


def _flags(tensorrt: TensorRt) -> int:
    kinds = tensorrt.module.NetworkDefinitionCreationFlag
    flags = 0
    if tensorrt.strongly_typed == "flag":
        flags |= 1 << int(kinds.STRONGLY_TYPED)
    if tensorrt.explicit_batch:
        flags |= 1 << int(kinds.EXPLICIT_BATCH)
    return flags


def _check_input(network: Any, card: ModelCard) -> None:
    found = [network.get_input(number) for number in range(network.num_inputs)]
    shapes = [(tensor.name, tuple(tensor.shape)) for tensor in found]
    expected = (INPUT, (-1, card.height, card.width, 3))
    if shapes != [expected]:
        raise InputError(f"the model's input is {shapes}, not {expected}", _REMEDY)


def _cause(error: Any) -> str:
    """`Slice node_flip: unsupported input type`; the node's name came with TensorRT 9."""
    text = said([error.desc()])
    named = hasattr(error, "node_name") and error.node_name()
    return f"{error.node_operator()} {error.node_name()}: {text}" if named else f"node {error.node()}: {text}"
