"""A plan becomes an engine, or an error with what TensorRT said."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import pytest
from engine.fakes import Severity, fake
from engine.test_engine_file import PLAN, engine_card

from edge.engine.load import load_engine
from edge.engine.module import TensorRt
from gallery.errors import DeviceError


def here(engine: Any, errors: tuple[str, ...] = (), starts: bool = True) -> TensorRt:
    """TensorRT whose runtime answers `engine`."""
    tensorrt = fake("10.3.0")

    def runtime(log: Any) -> Any:
        for error in errors:
            log.log(Severity.ERROR, error)
        if not starts:
            raise TypeError("factory function returned nullptr")
        return SimpleNamespace(deserialize_cuda_engine=lambda plan: engine)

    tensorrt.module.Runtime = runtime
    return tensorrt


def test_the_engine_comes_with_what_must_outlive_it() -> None:
    loaded = load_engine(engine_card(), PLAN, here("engine"))
    assert loaded.engine == "engine"
    assert not hasattr(loaded.runtime, "engine_host_code_allowed")
    assert loaded.log.errors == []


def test_a_version_compatible_plan_may_run_its_own_runtime_and_a_dla_is_chosen() -> None:
    loaded = load_engine(engine_card(version_compatible=True, dla=1), PLAN, here("engine"))
    assert loaded.runtime.engine_host_code_allowed is True
    assert loaded.runtime.DLA_core == 1


def test_a_refused_plan_is_an_error_with_the_reason() -> None:
    with pytest.raises(DeviceError, match=r"TensorRT 10\.3\.0 does not load the engine: magic tag"):
        load_engine(engine_card(), PLAN, here(None, ("magic tag",)))


def test_a_runtime_that_does_not_start_is_one_too() -> None:
    with pytest.raises(DeviceError, match="CUDA failure 35"):
        load_engine(engine_card(), PLAN, here(None, ("CUDA failure 35",), starts=False))
