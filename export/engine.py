"""Engine: a TensorRT engine from an FP16 model, with a certificate: measured here, or to be on its device."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from edge import embed
from edge.card import read_bytes
from edge.certificate.certificate import Certificate, SourceFacts, check_path, write_certificate
from edge.certificate.certify import certify, certify_later
from edge.certificate.check_file import write_check_set
from edge.certificate.check_set import CheckSet
from edge.engine.build import build_engine
from edge.engine.engine_file import EngineCard, write_engine
from edge.engine.gpu import Gpu
from edge.engine.module import TensorRt, find_tensorrt
from edge.engine.place import plan_for
from edge.engine.settings import BuildSettings, check_settings
from edge.engine.target import Target, parse_target
from export.order import Order
from export.publish import publish, workshop
from export.run import Exported
from export.source import Source

Progress = Callable[[str, int, int], None]


def plan(order: Order) -> tuple[Target, TensorRt]:
    """The GPU an engine is for, and the TensorRT that builds it: known before anything else is made.

    Raises:
        InputError: an unknown target, or a Jetson that is not this one.
        DeviceError: no GPU where one is needed, or no TensorRT.
    """
    target = parse_target(order.target)
    return target, find_tensorrt(target.flavour)


def check_engine(order: Order, source: Source, planned: tuple[Target, TensorRt]) -> None:
    """Refuse what this TensorRT cannot do, before anything is made; an FP32 source will be FP16 by then.

    Raises:
        InputError: names what cannot be had.
    """
    precision = "fp16" if source.card.precision == "fp32" else source.card.precision
    check_settings(_settings(order), source.card.model_copy(update={"precision": precision}), planned[1])


def export_engine(order: Order, model: Path, source: Source, check: CheckSet, progress: Progress) -> Exported:
    """Build the engine of an ONNX model, which states its precision, and certify it.

    On the GPU it is for, the engine is measured at once. An engine for another GPU cannot run here: its
    certificate stays pending until `checkout-edge verify` measures it there.

    Args:
        order: of form `tensorrt`.
        model: the ONNX file that it is built from.
        source: that this file is.
        check: with the embeddings to reproduce.
        progress: told what is done.

    Raises:
        InputError: TensorRT cannot read the model, or the order does not fit the target.
        DeviceError: no GPU where one is needed, no TensorRT, or it built nothing.
    """
    target, tensorrt = plan(order)
    settings = _settings(order)
    check_settings(settings, source.card, tensorrt)
    gpu = target.gpu or Gpu(target.title, target.compute_capability)
    out = order.out or plan_for(
        model,
        source.card,
        tensorrt,
        gpu,
        order.dla,
        batch=(settings.min, settings.max),
        version_compatible=order.version_compatible,
    )
    with workshop(out) as made:
        card, built = build_engine(read_bytes(model), source.card, target, settings, tensorrt, progress)
        write_engine(made, card, built)
        write_check_set(check_path(made), check)
        progress("check", 0, 1)
        certificate = _certificate(made, card, source, check, target)
        write_certificate(made, certificate)
        kept = certificate.pending or certificate.passed or order.keep_failed
        if kept:
            publish(made, out)
    return Exported(out, certificate, kept)


def _settings(order: Order) -> BuildSettings:
    if order.batch is None and order.dla is None:
        return BuildSettings(version_compatible=order.version_compatible)
    one = order.batch or 1
    return BuildSettings(one, one, one, dla=order.dla, version_compatible=order.version_compatible)


def _certificate(
    made: Path, card: EngineCard, source: Source, check: CheckSet, target: Target
) -> Certificate:
    facts = SourceFacts(
        name=source.path.name, hash=source.card.content_hash, what="the ONNX model (hash of its content)"
    )
    if target.gpu is None:
        why = (
            f"built by {card.flavour} {card.version} without a GPU, for {target.title}: it runs on RTX GPUs "
            "of that compute capability with this release of TensorRT-RTX, not on a Jetson; not measured yet"
        )
        return certify_later(made, card.model, check, source=facts, why=why)
    engine = embed.load(made, "tensorrt")
    return certify(made, engine, check, source=facts, rival=source.rival)
