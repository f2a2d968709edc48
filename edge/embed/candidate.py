"""Candidate: a form of the model on a backend that could run it here."""

from __future__ import annotations

import importlib.util
from dataclasses import dataclass

from edge.certificate.gates import GATES
from edge.certificate.state import refuse_foreign
from edge.embed.forms import Form
from edge.embed.model_file import read_model
from edge.embed.onnx_runtime import OnnxEmbedder
from edge.embed.openvino_runtime import OpenVinoEmbedder
from edge.embed.providers import has_cuda
from gallery.errors import InputError

Loaded = OnnxEmbedder | OpenVinoEmbedder

PLACES = {"cuda": "by CUDA", "cpu": "on the CPU", "openvino": "by OpenVINO"}
_FORMS_OF = {"cuda": ("fp32", "fp16"), "cpu": ("fp32", "int8"), "openvino": ("fp32",)}
"""FP16 on the CPU is FP32 with casts between; integers as CPUs take them run nowhere else."""
_SLACK = 2
"""How many times its certificate's greatest 1 - cosine a form may show here, where no gate bounds it."""
_ROUNDING = GATES["fp32"].cosine_min or 1.0
"""No form is asked to be nearer than another processor's FP32 is."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """A form on a backend.

    Attributes:
        form: the file.
        backend: `cuda`, `cpu` or `openvino`.
    """

    form: Form
    backend: str

    @property
    def title(self) -> str:
        """For people, for example `INT8 on the CPU`."""
        return title(self.form.card.precision, self.backend)

    @property
    def is_base(self) -> bool:
        """Whether it is the FP32 model on the CPU, which runs everywhere and is compared with."""
        return (self.form.card.precision, self.backend) == ("fp32", "cpu")

    @property
    def least_cosine(self) -> float:
        """The least cosine to the FP32 model on the CPU with which this may still run here.

        The gate of its precision, where that bounds the cosine; else what its certificate measured, with
        as much again for another processor's rounding.
        """
        bound = GATES[self.form.card.precision].cosine_min
        agreement = self.form.certificate.agreement if self.form.certificate else None
        if bound is not None or agreement is None:
            return bound or 0.0
        return min(1 - _SLACK * (1 - agreement.cosine_min), _ROUNDING)

    def start(self, threads: int | None) -> Loaded:
        """The embedder, loaded and tried on grey.

        Args:
            threads: CPU threads, or None.

        Raises:
            InputError: the file is missing, changed, broken, or not what its certificate is of.
            DeviceError: the backend is not installed, or does not start here.
        """
        if self.form.certificate:  # the model that was asked for was seen to be its certificate's before
            refuse_foreign(self.form.path)
        model = read_model(self.form.path)
        if model.card.content_hash != self.form.card.content_hash:
            raise InputError(f"model {model.path}: changed while it was being loaded", "start again")
        if self.backend == "openvino":
            return OpenVinoEmbedder(model, threads)
        return OnnxEmbedder(model, self.backend, threads)


def title(precision: str, backend: str) -> str:
    """A precision on a backend, for people."""
    return f"{precision.upper()} {PLACES[backend]}"


def candidates(model: Form, forms: list[Form]) -> list[Candidate]:
    """All that might run here, the FP32 model first and of its backends the one that is preferred.

    Args:
        model: the model that was asked for, in FP32.
        forms: its forms in lower precision.

    Raises:
        DeviceError: no onnxruntime is installed.
    """
    backends = [*(["cuda"] if has_cuda() else []), "cpu"]
    if importlib.util.find_spec("openvino"):
        backends.append("openvino")
    return [
        Candidate(form, backend)
        for form in (model, *forms)
        for backend in backends
        if form.card.precision in _FORMS_OF[backend]
    ]
