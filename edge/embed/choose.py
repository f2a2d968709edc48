"""Choose: from a model file and the name of a backend to the embedder that really runs.

`auto` takes the TensorRT engine of the model, or of its FP16 form, for this GPU, if one was built: it was
built for this very device by somebody who wants it, and has proved itself; a trial would only cost its start.
It builds none unasked.

Else, of an FP32 model, it takes what a trial on this device found best, once, of all that is there: the
model and its forms in lower precision, on CUDA, on the CPU and by OpenVINO (`edge.embed.auto`). Where there
is nothing to choose from, or the trial is switched off, it takes CUDA if that starts, else the CPU. Of a
model that is itself in lower precision that file runs, and no other.
"""

from __future__ import annotations

from pathlib import Path

from edge.embed.auto import best
from edge.embed.candidate import Loaded
from edge.embed.choice import look, switched_off
from edge.embed.embedder import Embedder
from edge.embed.engine import NONE, engine_given, engine_or_build, engine_there
from edge.embed.forms import forms_of, peek
from edge.embed.model_file import read_model
from edge.embed.onnx_runtime import OnnxEmbedder
from edge.embed.openvino_runtime import OpenVinoEmbedder
from gallery.errors import InputError

BACKENDS = ("auto", "cpu", "cuda", "openvino", "tensorrt", "tensorrt-ep")
"""`tensorrt` runs an engine by itself, `tensorrt-ep` is onnxruntime's TensorRT execution provider."""


def choose(path: Path, backend: str, threads: int | None, *, as_given: bool = False) -> Embedder:
    """The embedder for a model file on a backend, one of `BACKENDS`. See `edge.embed.load`.

    Raises:
        InputError: the file is missing, damaged, not what its card says, or not one for the backend; or the
            switch of the trial (`edge.embed.choice.SWITCH`) has a value that it does not know.
        DeviceError: the backend is not installed, or does not start here.
    """
    passed = None
    if backend == "auto":
        switched_off()  # refuses what it cannot mean, whatever is taken then
    if path.suffix == ".engine":
        if backend not in ("auto", "tensorrt"):
            raise InputError(
                f"engine {path} runs on TensorRT, not on backend {backend}",
                "use backend tensorrt or auto, or give the .onnx file it was built from",
            )
        given = engine_given(path, backend)
        if not isinstance(given, tuple):
            return given
        model, passed = given
        path = model.path
    if backend == "auto":
        return _best(path, threads, passed, as_given)
    model = read_model(path)
    if backend.startswith("tensorrt") and model.card.precision == "int8":
        raise InputError(  # its engine is never built, and onnxruntime would run it on the CPU unsaid
            f"model {model.path} computes in int8 as CPUs do, which TensorRT does not read",
            "use backend cpu, or the FP32 or FP16 model it was made from",
        )
    if backend == "tensorrt":
        return engine_or_build(model, threads, passed)
    if backend == "openvino":
        return OpenVinoEmbedder(model, threads)
    return OnnxEmbedder(model, backend, threads)


def _best(path: Path, threads: int | None, passed: str | None, as_given: bool) -> Embedder:
    """What `auto` takes for a model; `passed` is said first."""
    engine = _engine(path, as_given)
    if not isinstance(engine, str):
        return engine
    found = "the file was asked for as it is" if as_given else look(path, threads)
    embedder: Loaded
    if isinstance(found, str):
        embedder = OnnxEmbedder(read_model(path), "auto", threads)
    else:
        embedder, found = best(found, threads), ""
    said = [passed, embedder.reason, found, f"TensorRT was passed over: {engine}"]
    embedder.reason = "; ".join(filter(None, said))
    return embedder


def _engine(path: Path, as_given: bool) -> Embedder | str:
    """The engine of a model or, unless the file is to run as given, of its FP16 form; or why none."""
    card = peek(path)
    found = engine_there(path, card)
    if as_given or not isinstance(found, str):
        return found
    for form in forms_of(path, card)[0]:
        if form.card.precision == "fp16":
            of_form = engine_there(form.path, form.card)
            if not isinstance(of_form, str):
                return of_form
            found = of_form if found == NONE else found
    return found
