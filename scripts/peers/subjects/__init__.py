"""The subjects by name, in the order of the tables; ours comes first, and all else is compared with it.

Each is imported in its own process alone: PyTorch is in the memory of those that use it, and of no other.
"""

from __future__ import annotations

from collections.abc import Mapping
from importlib import import_module

from peers.subject import Entry, Subject

OURS, AUTO, TILL = "ours, FP32", "ours, `--backend auto`", "ours, the whole till, FP32"


def _entry(
    where: str, *first: object, needs: Mapping[str, str] | None = None, exact: bool = True, peer: str = ""
) -> Entry:
    module, _, kind = where.partition(":")

    def make(threads: int) -> Subject:
        made: Subject = getattr(import_module(f"peers.subjects.{module}"), kind)(*first, threads)
        return made

    return Entry(make, needs or {}, exact, peer)


_FAISS = {"faiss": "faiss-cpu"}
_TORCH = {"torch": "torch", "timm": "timm"} | _FAISS
_NAIVE = {"onnxruntime": "onnxruntime"}
_OPENVINO = {"openvino": "openvino"} | _FAISS

SUBJECTS: Mapping[str, Entry] = {
    OURS: _entry("ours:Ours", "cpu"),
    AUTO: _entry("ours:Ours", "auto", exact=False),
    TILL: _entry("whole_till:WholeTill"),
    "PyTorch eager, timm, Faiss; one by one": _entry("torch_eager:TorchEager", False, needs=_TORCH, peer="a"),
    "PyTorch eager, timm, Faiss; a batch": _entry("torch_eager:TorchEager", True, needs=_TORCH, peer="a"),
    "onnxruntime, OpenCV, NumPy; one by one": _entry("naive_onnx:NaiveOnnx", False, needs=_NAIVE, peer="b"),
    "onnxruntime, OpenCV, NumPy; a batch": _entry("naive_onnx:NaiveOnnx", True, needs=_NAIVE, peer="b"),
    "OpenVINO, Faiss; a batch, FP32": _entry("openvino_own:OpenVino", "f32", needs=_OPENVINO, peer="c"),
    "OpenVINO, Faiss; a batch, its own choice": _entry(
        "openvino_own:OpenVino", "", needs=_OPENVINO, exact=False, peer="c"
    ),
    "ours with USearch": _entry("ours:OursBut", "usearch f32", needs={"usearch": "usearch"}, peer="d"),
    "ours with Faiss flat": _entry("ours:OursBut", "faiss flat", needs=_FAISS, peer="d"),
    "ours with Faiss HNSW": _entry("ours:OursBut", "faiss hnsw", needs=_FAISS, peer="d"),
}
