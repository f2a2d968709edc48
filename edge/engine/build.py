"""Build: from an ONNX model to an engine, by whichever TensorRT is here."""

from __future__ import annotations

import hashlib
from datetime import datetime, timezone
from typing import Any

from edge.card import ModelCard, content_hash
from edge.engine.capture import allow_capture
from edge.engine.engine_file import EngineCard
from edge.engine.log import collector, said
from edge.engine.module import TensorRt
from edge.engine.network import INPUT, hold_types, read_network
from edge.engine.settings import BuildSettings, check_settings
from edge.engine.target import Target
from edge.engine.timing import keep_timings, timing_file, use_timings
from edge.engine.watch import Progress, Watch, monitor
from gallery.errors import DeviceError, InputError

_READ, _BUILD = "Reading the model", "Building engine"


def build_engine(
    model: bytes,
    card: ModelCard,
    target: Target,
    settings: BuildSettings,
    tensorrt: TensorRt,
    progress: Progress | None = None,
) -> tuple[EngineCard, bytes]:
    """Compile a model for a GPU.

    Everything that is float32 in the graph is computed in float32: TF32, which TensorRT allows by default,
    is switched off. Ctrl-C stops the build; see `edge.engine.watch`.

    Args:
        model: the serialised ONNX model.
        card: its card.
        target: the GPU.
        settings: batch sizes and options.
        tensorrt: the TensorRT that builds it: `find_tensorrt(target.flavour)`.
        progress: called at each step; what it raises stops the build and is raised here.

    Returns:
        The engine's card, and its plan as TensorRT serialised it; see `write_engine`.

    Raises:
        InputError: a model that is not its card's or that TensorRT does not read, a target that this
            TensorRT has not, or settings it cannot do.
        DeviceError: TensorRT does not start here, or builds no engine.
    """
    if content_hash(model) != card.content_hash:
        raise InputError("the model is not the one its card is of", "copy or export the model file again")
    check_settings(settings, card, tensorrt)
    log, watch = collector(tensorrt.module), Watch(progress)
    with watch.stoppable():
        plan = _plan(model, card, target, settings, tensorrt, log, watch)
    if plan is None:
        raise DeviceError(
            f"{tensorrt.title} built no engine for {target.title}: {said(log.errors)}",
            "building needs memory: end other programs and try again; else export to onnx-fp16",
        )
    return _card(card, target, settings, tensorrt, plan), plan


def _plan(
    model: bytes,
    card: ModelCard,
    target: Target,
    settings: BuildSettings,
    tensorrt: TensorRt,
    log: Any,
    watch: Watch,
) -> bytes | None:
    """The serialised engine; None where TensorRT made none, or was stopped."""
    watch.begin(_READ, 1)
    builder = _builder(tensorrt, log)
    parsed = read_network(tensorrt, builder, model, card, log)
    if not watch.step(_READ, 0):
        return None
    watch.end(_READ)
    config = _config(tensorrt, builder, card, settings)
    _aim(tensorrt, builder, config, target, settings)
    hold_types(tensorrt, parsed.network, config)
    timings = timing_file(tensorrt, target.gpu) if tensorrt.timing_cache and target.gpu else None
    if timings:
        use_timings(config, timings)
    plan = _compiled(tensorrt, builder, parsed.network, config, watch)
    if timings and plan is not None:
        keep_timings(config, timings)
    return None if plan is None else bytes(plan)


def _compiled(tensorrt: TensorRt, builder: Any, network: Any, config: Any, watch: Watch) -> Any:
    """The build itself: watched where it can be, else one phase of unknown length."""
    if tensorrt.progress_monitor:
        watching = monitor(tensorrt.module, watch)  # must outlive the build
        config.progress_monitor = watching
        return builder.build_serialized_network(network, config)
    watch.begin(_BUILD, 1)
    plan = builder.build_serialized_network(network, config)
    watch.end(_BUILD)
    return plan


def _builder(tensorrt: TensorRt, log: Any) -> Any:
    try:
        return tensorrt.module.Builder(log)
    except (TypeError, RuntimeError) as error:  # pybind11: "factory function returned nullptr"
        raise DeviceError(
            f"{tensorrt.title} does not start here: {said(log.errors or [str(error)])}",
            "see that `nvidia-smi` shows the GPU, and that the driver is as new as this TensorRT needs",
        ) from None


def _config(tensorrt: TensorRt, builder: Any, card: ModelCard, settings: BuildSettings) -> Any:
    module = tensorrt.module
    config = builder.create_builder_config()
    config.clear_flag(module.BuilderFlag.TF32)
    allow_capture(module, config)
    if settings.workspace is not None:
        config.set_memory_pool_limit(module.MemoryPoolType.WORKSPACE, settings.workspace)
    if settings.version_compatible:
        config.set_flag(module.BuilderFlag.VERSION_COMPATIBLE)
    profile = builder.create_optimization_profile()
    size = (card.height, card.width, 3)
    profile.set_shape(INPUT, *((number, *size) for number in (settings.min, settings.opt, settings.max)))
    config.add_optimization_profile(profile)
    return config


def _aim(tensorrt: TensorRt, builder: Any, config: Any, target: Target, settings: BuildSettings) -> None:
    """Point the build at its GPU, or at the DLA beside it."""
    module = tensorrt.module
    if tensorrt.other_gpus:
        name = "SM" + target.compute_capability.replace(".", "")
        if not hasattr(module.ComputeCapability, name):
            raise InputError(
                f"{tensorrt.title} builds for RTX GPUs, not for {target.title}",
                "install TensorRT (not RTX) on that device and build there",
            )
        config.num_compute_capabilities = 1
        config.set_compute_capability(getattr(module.ComputeCapability, name), 0)
    elif target.family != "this-device":
        raise InputError(
            f"{tensorrt.title} builds only for the GPU at hand, not for {target.title}",
            "pip install 'checkout-edge[rtx]'",
        )
    if settings.dla is None:
        return
    if settings.dla >= builder.num_DLA_cores:
        raise DeviceError(
            f"DLA core {settings.dla} is not here: {tensorrt.title} finds {builder.num_DLA_cores}",
            "build for the GPU, without a DLA core; Jetson Orin NX and AGX have two, Nano and Thor none",
        )
    config.default_device_type = module.DeviceType.DLA
    config.DLA_core = settings.dla
    config.set_flag(module.BuilderFlag.GPU_FALLBACK)


def _card(
    card: ModelCard, target: Target, settings: BuildSettings, tensorrt: TensorRt, plan: bytes
) -> EngineCard:
    tuned = target.gpu.name if target.gpu and tensorrt.flavour == "tensorrt" else None
    return EngineCard(
        model=card,
        flavour=tensorrt.flavour,
        version=tensorrt.version,
        compute_capability=target.compute_capability,
        gpu_name=tuned,
        batch=(settings.min, settings.opt, settings.max),
        dla=settings.dla,
        version_compatible=settings.version_compatible,
        plan_sha256=hashlib.sha256(plan).hexdigest(),
        made=datetime.now(timezone.utc).isoformat(timespec="seconds"),
    )
