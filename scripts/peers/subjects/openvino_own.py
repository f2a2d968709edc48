"""OpenVINO as its guide has it: its own preprocessing inside the model, the latency hint, Faiss to search."""

from __future__ import annotations

import numpy as np
import openvino
from numpy.typing import NDArray
from openvino.preprocess import ColorFormat, PrePostProcessor

from edge import models
from edge.embed.checks import INPUT
from edge.embed.model_file import read_model
from export.half import load_full
from peers.float_input import with_float_input
from peers.letterbox import letterbox
from peers.scene import Scene
from peers.search import Counter, Library
from peers.stock import Stock
from peers.subject import Plain


class OpenVino(Plain):
    """OpenVINO on the CPU.

    Args:
        precision: `f32`, or empty to leave it to OpenVINO, which takes bfloat16 where the CPU has it.
        threads: not given to it; OpenVINO chooses.
    """

    def __init__(self, precision: str, threads: int) -> None:
        path = models.default()
        self._side = read_model(path).card.height
        core = openvino.Core()
        network = core.read_model(with_float_input(load_full(path)).SerializeToString())
        hints = {"PERFORMANCE_HINT": "LATENCY"} | (
            {"INFERENCE_PRECISION_HINT": precision} if precision else {}
        )
        self._compiled = core.compile_model(_with_preprocessing(network), "CPU", hints)
        kind = self._compiled.get_property("INFERENCE_PRECISION_HINT").get_type_name()
        threads = self._compiled.get_property("INFERENCE_NUM_THREADS")
        self.provider = f"openvino {openvino.__version__.split('-')[0]} in {kind}, {threads or 'its'} threads"

    def take(self, stock: Stock) -> None:
        """Index the gallery's vectors with Faiss, every view compared."""
        self._counter = Counter(Library("faiss flat", stock.vectors), stock)

    def vectors(self, scene: Scene, items: range) -> NDArray[np.float32]:
        """Unit vectors float32 `[N, D]` of some items of a scene."""
        crops = [letterbox(scene.image, scene.boxes[n], scene.masks[n], self._side) for n in items]
        return np.array(self._compiled({INPUT: np.stack(crops)})[0])


def _with_preprocessing(network: openvino.Model) -> openvino.Model:
    """The network with uint8 `[N, H, W, 3]`, BGR, in front."""
    steps = PrePostProcessor(network)
    given = steps.input()
    given.tensor().set_element_type(openvino.Type.u8).set_layout(openvino.Layout("NHWC"))
    given.tensor().set_color_format(ColorFormat.BGR)
    given.model().set_layout(openvino.Layout("NCHW"))
    given.preprocess().convert_element_type(openvino.Type.f32).convert_color(ColorFormat.RGB)
    given.preprocess().mean([127.5] * 3).scale([127.5] * 3)
    return steps.build()
