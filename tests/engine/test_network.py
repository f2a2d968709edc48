"""Types come from the graph, in each generation by its own means."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import pytest
from engine.fakes import MODEL, Config, Kind, Layer, Network, Tensor, fake, fake_card

from edge.embed import checks
from edge.engine.network import INPUT, hold_types, read_network
from gallery.errors import InputError


def parsed(version: str, **odd: Any) -> tuple[Any, Network]:
    tensorrt = fake(version, **odd)
    builder = tensorrt.module.Builder(None)
    return tensorrt, read_network(tensorrt, builder, MODEL, fake_card(), None).network


def test_the_input_is_the_embedders() -> None:
    assert INPUT == checks.INPUT


@pytest.mark.parametrize(
    ("version", "asked"),
    [
        ("8.6.1", {"EXPLICIT_BATCH"}),
        ("9.3.0", {"EXPLICIT_BATCH", "STRONGLY_TYPED"}),
        ("10.3.0", {"STRONGLY_TYPED"}),
        ("11.4.1", set()),
    ],
)
def test_each_network_is_asked_for_as_its_generation_wants(version: str, asked: set[str]) -> None:
    tensorrt, network = parsed(version)
    kinds = tensorrt.module.NetworkDefinitionCreationFlag
    assert {kind.name for kind in kinds if network.flags & 1 << int(kind)} == asked


def test_8_6_holds_each_layer_to_its_type() -> None:
    tensorrt, network = parsed("8.6.1")
    config = Config(tensorrt.module)
    hold_types(tensorrt, network, config)
    assert {flag.name for flag in config.flags} == {"TF32", "FP16", "OBEY_PRECISION_CONSTRAINTS"}
    held = {layer.type.name: layer.precision for layer in network.layers if layer.precision}
    assert held == {"CONVOLUTION": "half", "REDUCE": "float"}
    assert network.layers[3].held == [(0, "float")]


def test_8_6_without_fp16_in_the_graph_allows_none() -> None:
    tensorrt, network = parsed("8.6.1")
    network.layers = [Layer(Kind.CONVOLUTION, "float"), Layer(Kind.SHAPE, "int64")]
    config = Config(tensorrt.module)
    hold_types(tensorrt, network, config)
    assert {flag.name for flag in config.flags} == {"TF32", "OBEY_PRECISION_CONSTRAINTS"}


def test_8_6_leaves_what_is_to_be_int8_free() -> None:
    tensorrt, network = parsed("8.6.1")
    network.layers = [
        Layer(Kind.QUANTIZE, "int8", "q"),
        Layer(Kind.DEQUANTIZE, "float", "dq", reads=("q",)),
        Layer(Kind.CONVOLUTION, "float", "seen", reads=("dq",)),
        Layer(Kind.REDUCE, "float", "norm", reads=("seen",)),
    ]
    config = Config(tensorrt.module)
    hold_types(tensorrt, network, config)
    assert {flag.name for flag in config.flags} == {"TF32", "INT8", "OBEY_PRECISION_CONSTRAINTS"}
    assert [layer.precision for layer in network.layers] == [None, None, None, "float"]


@pytest.mark.parametrize("version", ["10.3.0", "11.4.1"])
def test_strong_typing_needs_nothing_more(version: str) -> None:
    tensorrt, network = parsed(version)
    config = Config(tensorrt.module)
    hold_types(tensorrt, network, config)
    assert {flag.name for flag in config.flags} == {"TF32"}
    assert not any(layer.precision for layer in network.layers)


def test_each_cause_of_the_parser_is_told_in_words() -> None:
    old = SimpleNamespace(desc=lambda: "no kernel\nfor Foo", node=lambda: 3)
    new = SimpleNamespace(desc=lambda: "UINT8", node_name=lambda: "flip", node_operator=lambda: "Slice")
    with pytest.raises(InputError) as caught:
        parsed("10.3.0", parser_errors=[old, new])
    assert caught.value.problem == (
        "TensorRT 10.3.0 cannot read the model: node 3: no kernel for Foo; Slice flip: UINT8"
    )


@pytest.mark.parametrize("shape", [(4, 32, 32, 3), (-1, 64, 32, 3), (-1, 3, 32, 32)])
def test_an_input_that_is_not_the_cards_is_refused(
    monkeypatch: pytest.MonkeyPatch, shape: tuple[int, ...]
) -> None:
    monkeypatch.setattr(Network, "get_input", lambda self, number: Tensor("images", "uint8", shape))
    with pytest.raises(InputError, match="the model's input is"):
        parsed("10.3.0")
