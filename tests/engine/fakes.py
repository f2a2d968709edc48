"""TensorRT as it differs from version to version, recorded: modules that hold what each API has and refuses.

The differences are those of the table in `edge.engine.module`, with its sources. A fake refuses what the
real one refuses, and keeps what it was told.
"""

from __future__ import annotations

import enum
from types import SimpleNamespace
from typing import Any

from embed.tiny import tiny_card

from edge.card import ModelCard, content_hash
from edge.engine.module import Flavour, TensorRt, describe

MODEL = b"\x08\x08"  # ModelProto with ir_version 8 and nothing else
PLAN = b"ftrt a plan"


class Severity(enum.IntEnum):
    INTERNAL_ERROR, ERROR, WARNING, INFO, VERBOSE = range(5)


class Logger:
    pass


class Monitor:
    pass


class Kind(enum.Enum):
    CAST, CONSTANT, CONVOLUTION, DEQUANTIZE, QUANTIZE, REDUCE, SHAPE = range(7)


class Tensor:
    def __init__(self, name: str, dtype: str, shape: tuple[int, ...] = ()) -> None:
        self.name, self.dtype, self.shape = name, dtype, shape


class Layer:
    def __init__(self, kind: Kind, dtype: str, name: str = "", reads: tuple[str, ...] = ()) -> None:
        self.type, self.precision, self.held = kind, None, []
        self.outputs = [Tensor(name or kind.name, dtype)]
        self.inputs = [Tensor(read, dtype) for read in reads]
        self.num_outputs, self.num_inputs = 1, len(reads)

    def get_output(self, number: int) -> Tensor:
        return self.outputs[number]

    def get_input(self, number: int) -> Tensor:
        return self.inputs[number]

    def set_output_type(self, number: int, kind: str) -> None:
        self.held.append((number, kind))


FP16_LAYERS = [(Kind.CAST, "half"), (Kind.CONVOLUTION, "half"), (Kind.CAST, "float"), (Kind.REDUCE, "float")]


class Network:
    """What the parser makes of any model: an FP16 one, its norm in FP32."""

    def __init__(self, flags: int) -> None:
        self.flags, self.num_inputs = flags, 1
        self.input = Tensor("images", "uint8", (-1, 32, 32, 3))
        self.layers = [Layer(kind, dtype) for kind, dtype in FP16_LAYERS]

    @property
    def num_layers(self) -> int:
        return len(self.layers)

    def get_layer(self, number: int) -> Layer:
        return self.layers[number]

    def get_input(self, _number: int) -> Tensor:
        return self.input


class Config:
    def __init__(self, module: Any) -> None:
        self.module, self.flags, self.pools, self.profiles = module, {module.BuilderFlag.TF32}, {}, []
        self.previews: dict[str, bool] = {}
        self.timing: bytes | None = None

    def set_flag(self, flag: Any) -> None:
        self.flags.add(flag)

    def clear_flag(self, flag: Any) -> None:
        self.flags.discard(flag)

    def set_preview_feature(self, feature: Any, enable: bool) -> None:
        self.previews[feature.name] = enable

    def set_memory_pool_limit(self, pool: Any, size: int) -> None:
        self.pools[pool] = size

    def add_optimization_profile(self, profile: Any) -> int:
        self.profiles.append(profile.shapes)
        return len(self.profiles) - 1

    def create_timing_cache(self, kept: bytes) -> bytes | None:
        return None if kept.startswith(b"foreign") else kept

    def set_timing_cache(self, cache: bytes, ignore_mismatch: bool) -> bool:
        self.timing = cache
        return True

    def get_timing_cache(self) -> Any:
        return SimpleNamespace(serialize=lambda: (self.timing or b"") + b"measured")


class RtxConfig(Config):
    """It takes a timing cache too, but then asks for a GPU (TensorRT-RTX 1.1 release notes)."""

    num_compute_capabilities = 0

    def set_compute_capability(self, capability: Any, number: int) -> None:
        assert number < self.num_compute_capabilities
        self.capability = capability

    def create_timing_cache(self, kept: bytes) -> bytes:
        raise AssertionError("no timing cache without a GPU")


class Profile:
    def __init__(self) -> None:
        self.shapes: dict[str, Any] = {}

    def set_shape(self, name: str, *shapes: tuple[int, ...]) -> None:
        self.shapes[name] = shapes


def fake_module(version: str, flavour: Flavour = "tensorrt", **odd: Any) -> Any:
    """A module of that version. `odd`: plan (None fails), errors, parser_errors, starts, dla_cores."""
    major = int(version.split(".")[0])
    rtx, strong = flavour == "tensorrt_rtx", flavour == "tensorrt_rtx" or major >= 11
    module = SimpleNamespace(__version__=version, calls=SimpleNamespace())
    networks = [] if strong else ["EXPLICIT_BATCH"]
    networks += ["STRONGLY_TYPED"] if strong or major >= 9 else []
    module.NetworkDefinitionCreationFlag = enum.IntEnum("NetworkFlag", networks, start=0)
    weak = [] if strong else ["FP16", "INT8", "OBEY_PRECISION_CONSTRAINTS"]
    lent = ["REQUIRE_USER_ALLOCATION"] if rtx and not version.startswith(("1.0", "1.1")) else []
    flags = [*weak, *lent, "TF32", "VERSION_COMPATIBLE", "GPU_FALLBACK"]
    module.BuilderFlag = enum.Enum("BuilderFlag", flags)
    sharing = [] if strong else ["PROFILE_SHARING_0806"]
    module.PreviewFeature = enum.Enum("PreviewFeature", [*sharing, "ALIASED_PLUGIN_IO_10_03"])
    module.ILogger, module.LayerType = Logger, Kind
    module.float32, module.float16 = "float", "half"
    module.MemoryPoolType = enum.Enum("Pool", ["WORKSPACE"])
    module.DeviceType = enum.Enum("DeviceType", ["GPU", "DLA"])
    module.ITimingCache = object  # RTX has it too, without effect
    if rtx or major >= 9:
        module.IProgressMonitor = Monitor
    if rtx:
        module.ComputeCapability = enum.Enum("CC", ["SM75", "SM80", "SM86", "SM89", "SM120", "SM121"])
    module.Builder = lambda log: Builder(module, log, odd)
    module.OnnxParser = lambda network, log: Parser(module, network, log, odd)
    return module


class Parser:
    def __init__(self, module: Any, network: Network, log: Any, odd: dict[str, Any]) -> None:
        self.errors = odd.get("parser_errors", [])
        self.num_errors = len(self.errors)

    def parse(self, model: bytes) -> bool:
        return not self.errors

    def get_error(self, number: int) -> Any:
        return self.errors[number]


class Builder:
    def __init__(self, module: Any, log: Any, odd: dict[str, Any]) -> None:
        if not odd.get("starts", True):
            log.log(Severity.ERROR, "CUDA initialization failure with error: 35")
            raise TypeError("pybind11::init(): factory function returned nullptr")
        self.module, self.log, self.odd = module, log, odd
        self.num_DLA_cores = odd.get("dla_cores", 0)

    def create_network(self, flags: int) -> Network:
        kinds = self.module.NetworkDefinitionCreationFlag
        known = sum(1 << int(kind) for kind in kinds)
        assert flags & ~known == 0
        if self.module.__version__.startswith("8."):
            assert flags & 1 << int(kinds.EXPLICIT_BATCH), "implicit batch: the ONNX parser refuses it"
        self.module.calls.network = Network(flags)
        return self.module.calls.network

    def create_builder_config(self) -> Config:
        kind = RtxConfig if hasattr(self.module, "ComputeCapability") else Config
        self.module.calls.config = kind(self.module)
        return self.module.calls.config

    def create_optimization_profile(self) -> Profile:
        return Profile()

    def build_serialized_network(self, network: Network, config: Any) -> bytes | None:
        self._refuse_types(network, config)
        watching = getattr(config, "progress_monitor", None)
        if watching is not None and not self._steps(watching):
            self.log.log(Severity.ERROR, "Build canceled by user")
            return None
        for error in self.odd.get("errors", []):
            self.log.log(Severity.ERROR, error)
        return self.odd.get("plan", PLAN)

    def _refuse_types(self, network: Network, config: Any) -> None:
        """As 8.6 and 10 do: types that no flag allows, and flags or types beside strong typing."""
        flags = {flag.name for flag in config.flags}
        held = [layer.precision for layer in network.layers if layer.precision]
        strong = getattr(self.module.NetworkDefinitionCreationFlag, "STRONGLY_TYPED", None)
        if strong is not None and network.flags & 1 << int(strong):
            assert not held
            assert not flags & {"FP16", "INT8", "OBEY_PRECISION_CONSTRAINTS"}
        elif "half" in held:
            assert "FP16" in flags, "fp16 precision has been set for a layer, but fp16 is not configured"

    def _steps(self, watching: Any) -> bool:
        watching.phase_start("Building engine", None, 2)
        watching.phase_start("Timing tactics", "Building engine", 1)
        going = watching.step_complete("Timing tactics", 0) and watching.step_complete("Timing tactics", 1)
        watching.phase_finish("Timing tactics")
        going = going and watching.step_complete("Building engine", 0)
        watching.phase_finish("Building engine")
        return going


def fake(version: str, flavour: Flavour = "tensorrt", **odd: Any) -> TensorRt:
    return describe(fake_module(version, flavour, **odd), flavour)


def fake_card(precision: str = "fp16", **changes: Any) -> ModelCard:
    return tiny_card(**{"content_hash": content_hash(MODEL), "precision": precision, **changes})
