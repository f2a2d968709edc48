"""Session: run an exported file on the processor, to check and to measure it."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import onnxruntime
from numpy.typing import NDArray

from edge.card import METADATA_KEY, ModelCard
from export.onnx import INPUT, OUTPUT


class Session:
    """An exported embedder on the CPU.

    Args:
        path: the ONNX file.
        threads: how many threads one run uses; 0 lets onnxruntime choose.
    """

    def __init__(self, path: Path, threads: int = 0) -> None:
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = threads
        self._session = onnxruntime.InferenceSession(str(path), options, providers=["CPUExecutionProvider"])
        metadata = self._session.get_modelmeta().custom_metadata_map
        self.card = ModelCard.model_validate_json(metadata[METADATA_KEY])

    def embed(self, crops: NDArray[np.uint8]) -> NDArray[np.float32]:
        """Embeddings float32 `[N, D]` of crops uint8 `[N, H, W, 3]` BGR."""
        return np.asarray(self._session.run([OUTPUT], {INPUT: crops})[0], np.float32)
