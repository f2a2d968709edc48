"""What may be asked of an engine, and of which TensorRT."""

from __future__ import annotations

from typing import Any

import pytest
from engine.fakes import fake, fake_card

from edge.engine.module import TensorRt
from edge.engine.settings import BuildSettings, check_settings
from gallery.errors import InputError

ORIN = fake("10.3.0")
RTX = fake("1.7.1", "tensorrt_rtx")
ONE_SIZE = {"min": 4, "opt": 4, "max": 4}


@pytest.mark.parametrize(
    ("values", "words"),
    [
        ({"min": 0}, "fewest, best, most"),
        ({"opt": 64}, "fewest, best, most"),
        ({"dla": 2}, "no DLA core 2"),
        ({"workspace": 0}, "workspace of 0"),
    ],
)
def test_settings_out_of_bounds(values: dict[str, Any], words: str) -> None:
    with pytest.raises(InputError, match=words):
        BuildSettings(**values)


def test_what_can_be_had_is_let_through() -> None:
    check_settings(BuildSettings(), fake_card("fp32"), ORIN)
    check_settings(BuildSettings(), fake_card("fp16"), RTX)
    check_settings(BuildSettings(version_compatible=True), fake_card("fp16"), ORIN)
    check_settings(BuildSettings(**ONE_SIZE, dla=1), fake_card("fp16"), ORIN)


@pytest.mark.parametrize("tensorrt", [ORIN, RTX])
@pytest.mark.parametrize("settings", [BuildSettings(), BuildSettings(**ONE_SIZE, dla=1)])
def test_integers_made_for_cpus_are_refused_in_two_lines(tensorrt: TensorRt, settings: BuildSettings) -> None:
    with pytest.raises(InputError) as caught:
        check_settings(settings, fake_card("int8"), tensorrt)
    assert caught.value.problem == (f"tiny computes in int8 as CPUs do, which {tensorrt.title} does not read")
    assert caught.value.remedy == "build the engine from the FP32 or FP16 model"


def test_a_dla_wants_one_batch_size_and_few_bits() -> None:
    with pytest.raises(InputError, match="one batch size, not 1 to 32"):
        check_settings(BuildSettings(dla=0), fake_card("fp16"), ORIN)
    with pytest.raises(InputError, match="this model is fp32"):
        check_settings(BuildSettings(**ONE_SIZE, dla=0), fake_card("fp32"), ORIN)


def test_rtx_would_ignore_a_dla_and_has_no_versions() -> None:
    with pytest.raises(InputError, match="no DLA"):
        check_settings(BuildSettings(**ONE_SIZE, dla=0), fake_card("fp16"), RTX)
    with pytest.raises(InputError, match="version-compatible"):
        check_settings(BuildSettings(version_compatible=True), fake_card("fp16"), RTX)
