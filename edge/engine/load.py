"""Load: a plan becomes an engine on this machine's GPU."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from edge.engine.engine_file import EngineCard
from edge.engine.log import collector, said
from edge.engine.module import TensorRt
from gallery.errors import DeviceError


@dataclass(frozen=True, slots=True)
class LoadedEngine:
    """A TensorRT engine, ready for execution contexts, with what must live as long as it.

    Attributes:
        engine: `ICudaEngine`.
        runtime: the `Runtime` it came from.
        log: the logger; `log.errors` are the errors so far.
    """

    engine: Any
    runtime: Any
    log: Any


def load_engine(card: EngineCard, plan: bytes, here: TensorRt) -> LoadedEngine:
    """Deserialise a plan; ask `why_not` first.

    Args:
        card: the engine's.
        plan: what `read_engine` gave: known to be whole and of this card.
        here: the TensorRT of this machine.

    Raises:
        DeviceError: TensorRT does not start here, or refuses the plan.
    """
    log = collector(here.module)
    try:
        runtime = here.module.Runtime(log)
        if card.version_compatible:
            runtime.engine_host_code_allowed = True  # the plan carries its own runtime; its hash is known
        if card.dla is not None:
            runtime.DLA_core = card.dla
        engine = runtime.deserialize_cuda_engine(plan)
    except (TypeError, RuntimeError) as error:
        raise _refused(here, log.errors or [str(error)]) from None
    if engine is None:
        raise _refused(here, log.errors)
    return LoadedEngine(engine, runtime, log)


def _refused(here: TensorRt, errors: list[str]) -> DeviceError:
    return DeviceError(
        f"{here.title} does not load the engine: {said(errors)}",
        "build it again here: `checkout-edge export MODEL.onnx --to tensorrt --target this-device`",
    )
