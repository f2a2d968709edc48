"""Weights from TensorFlow Lite files, small ones that the test writes itself."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
import torch
from numpy.typing import NDArray
from torch import nn

pytest.importorskip("tflite", reason="tflite is not installed (pip install checkout-edge[train])")

import flatbuffers
import tflite

from gallery.errors import InputError
from train.tflite_weights import fill

Array = NDArray[np.float32]
RNG = np.random.default_rng(0)
FULL = RNG.standard_normal((4, 3, 3, 3)).astype(np.float32)  # out, h, w, in
DEPTHWISE = RNG.standard_normal((1, 3, 3, 4)).astype(np.float32)  # 1, h, w, channels
BIASES = [RNG.standard_normal(4).astype(np.float32) for _ in range(2)]


class Tiny(nn.Sequential):
    """Two convolutions, each with its BatchNorm."""

    def __init__(self) -> None:
        depthwise = nn.Conv2d(4, 4, 3, groups=4, bias=False)
        super().__init__(
            nn.Conv2d(3, 4, 3, bias=False), nn.BatchNorm2d(4), nn.ReLU(), depthwise, nn.BatchNorm2d(4)
        )


def test_the_network_is_the_files(tmp_path: Path) -> None:
    path = write(tmp_path / "tiny.tflite")
    fill(network := Tiny().eval(), path)
    image = torch.randn(2, 3, 9, 9)
    full = torch.from_numpy(FULL.transpose(0, 3, 1, 2))
    depthwise = torch.from_numpy(DEPTHWISE.transpose(3, 0, 1, 2))
    first = torch.relu(nn.functional.conv2d(image, full, torch.from_numpy(BIASES[0])))
    expected = nn.functional.conv2d(first, depthwise, torch.from_numpy(BIASES[1]), groups=4)
    with torch.no_grad():
        assert torch.allclose(network(image), expected, atol=1e-5)


def test_another_network_is_refused(tmp_path: Path) -> None:
    path = write(tmp_path / "tiny.tflite")
    with pytest.raises(InputError, match="2 convolutions that do not fit a backbone of 1"):
        fill(nn.Sequential(nn.Conv2d(3, 8, 3), nn.BatchNorm2d(8)), path)


def test_what_cannot_be_read_is_named(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"absent\.tflite"):
        fill(Tiny(), tmp_path / "absent.tflite")
    (other := tmp_path / "other.tflite").write_bytes(b"not a flatbuffer at all")
    with pytest.raises(InputError, match="not a TensorFlow Lite file"):
        fill(Tiny(), other)
    quantised = write(tmp_path / "quantised.tflite", tflite.TensorType.UINT8)
    with pytest.raises(InputError, match="quantised"):
        fill(Tiny(), quantised)


@pytest.mark.parametrize("share", [0.3, 0.6, 0.9])
def test_a_file_cut_short_is_refused(tmp_path: Path, share: float) -> None:
    data = write(tmp_path / "tiny.tflite").read_bytes()
    (cut := tmp_path / "cut.tflite").write_bytes(data[: int(len(data) * share)])
    with pytest.raises(InputError, match=r"cut\.tflite"):
        fill(Tiny(), cut)


def write(path: Path, kind: int = tflite.TensorType.FLOAT32) -> Path:
    """A model of two convolutions, in the order in which they run."""
    b = flatbuffers.Builder(1024)
    arrays = [FULL, BIASES[0], DEPTHWISE, BIASES[1]]
    buffers = [_buffer(b, array) for array in arrays]
    tensors = [_tensor(b, array.shape, number, kind) for number, array in enumerate(arrays)]
    operators = [_operator(b, number, [4, 2 * number, 2 * number + 1]) for number in range(2)]
    codes = [_code(b, tflite.BuiltinOperator.CONV_2D), _code(b, tflite.BuiltinOperator.DEPTHWISE_CONV_2D)]
    tensor_vector = _vector(b, tflite.SubGraphStartTensorsVector, tensors)
    operator_vector = _vector(b, tflite.SubGraphStartOperatorsVector, operators)
    tflite.SubGraphStart(b)
    tflite.SubGraphAddTensors(b, tensor_vector)
    tflite.SubGraphAddOperators(b, operator_vector)
    graphs = _vector(b, tflite.ModelStartSubgraphsVector, [tflite.SubGraphEnd(b)])
    code_vector = _vector(b, tflite.ModelStartOperatorCodesVector, codes)
    buffer_vector = _vector(b, tflite.ModelStartBuffersVector, buffers)
    tflite.ModelStart(b)
    tflite.ModelAddSubgraphs(b, graphs)
    tflite.ModelAddOperatorCodes(b, code_vector)
    tflite.ModelAddBuffers(b, buffer_vector)
    b.Finish(tflite.ModelEnd(b), file_identifier=b"TFL3")
    path.write_bytes(bytes(b.Output()))
    return path


def _vector(b: flatbuffers.Builder, start: object, items: list[int]) -> int:
    start(b, len(items))  # type: ignore[operator]
    for item in reversed(items):
        b.PrependUOffsetTRelative(item)
    return int(b.EndVector())


def _buffer(b: flatbuffers.Builder, array: Array) -> int:
    data = b.CreateByteVector(array.tobytes())
    tflite.BufferStart(b)
    tflite.BufferAddData(b, data)
    return int(tflite.BufferEnd(b))


def _tensor(b: flatbuffers.Builder, shape: tuple[int, ...], buffer: int, kind: int) -> int:
    numbers = b.CreateNumpyVector(np.array(shape, np.int32))
    tflite.TensorStart(b)
    tflite.TensorAddShape(b, numbers)
    tflite.TensorAddBuffer(b, buffer)
    tflite.TensorAddType(b, kind)
    return int(tflite.TensorEnd(b))


def _operator(b: flatbuffers.Builder, code: int, inputs: list[int]) -> int:
    numbers = b.CreateNumpyVector(np.array(inputs, np.int32))
    tflite.OperatorStart(b)
    tflite.OperatorAddOpcodeIndex(b, code)
    tflite.OperatorAddInputs(b, numbers)
    return int(tflite.OperatorEnd(b))


def _code(b: flatbuffers.Builder, operator: int) -> int:
    tflite.OperatorCodeStart(b)
    tflite.OperatorCodeAddDeprecatedBuiltinCode(b, operator)
    return int(tflite.OperatorCodeEnd(b))
