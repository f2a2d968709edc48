"""What graphs need of an engine is asked for where it can be, and nowhere else."""

from __future__ import annotations

from types import SimpleNamespace

import pytest
from engine.fakes import Config, fake_module

from edge.engine.capture import allow_capture
from edge.engine.module import Flavour


@pytest.mark.parametrize(
    ("flavour", "version", "flags", "previews"),
    [
        ("tensorrt", "8.6.1", set(), {"PROFILE_SHARING_0806": True}),
        ("tensorrt", "10.3.0", set(), {"PROFILE_SHARING_0806": True}),
        ("tensorrt", "11.4.1", set(), {}),
        ("tensorrt_rtx", "1.1.1", set(), {}),
        ("tensorrt_rtx", "1.7.1", {"REQUIRE_USER_ALLOCATION"}, {}),
    ],
)
def test_each_generation(flavour: Flavour, version: str, flags: set[str], previews: dict[str, bool]) -> None:
    module = fake_module(version, flavour)
    config = Config(module)
    allow_capture(module, config)
    assert {flag.name for flag in config.flags} - {"TF32"} == flags
    assert config.previews == previews


def test_a_module_without_preview_features() -> None:
    module = SimpleNamespace(BuilderFlag=SimpleNamespace(TF32=0))
    config = Config(module)
    allow_capture(module, config)
    assert (config.flags, config.previews) == ({0}, {})


def test_the_real_tensorrt_rtx_has_the_flag() -> None:
    """`test_rtx_build` builds with it."""
    module = pytest.importorskip("tensorrt_rtx")
    builder = module.Builder(module.Logger(module.Logger.ERROR))
    config = builder.create_builder_config()
    allow_capture(module, config)
    assert config.get_flag(module.BuilderFlag.REQUIRE_USER_ALLOCATION)
