from __future__ import annotations

from pathlib import Path

import pytest
from pydantic import ValidationError

from edge import source as public
from edge.source import SourceOptions, open_source
from gallery.errors import InputError


@pytest.mark.parametrize(
    "wrong",
    [
        {"width": 0},
        {"height": -1},
        {"fps": 0},
        {"fps": float("nan")},
        {"max_frames": 0},
        {"witdh": 640},
        {"reconnect": -1},
    ],
)
def test_options_out_of_bounds_and_unknown_ones_are_refused(wrong: dict[str, float]) -> None:
    with pytest.raises(ValidationError, match=next(iter(wrong))):
        SourceOptions(**wrong)  # type: ignore[arg-type]


@pytest.mark.parametrize("spec", ["", "  "])
def test_an_empty_source_is_refused(spec: str) -> None:
    with pytest.raises(InputError, match="the source is empty"):
        open_source(spec)


def test_a_name_with_a_percent_sign_is_a_file_not_a_sequence(tmp_path: Path) -> None:
    (tmp_path / "a_0.png").touch()
    with pytest.raises(InputError, match="No such file"):
        open_source(str(tmp_path / "a_%d.mp4"))


def test_every_public_name_is_there() -> None:
    assert all(hasattr(public, name) for name in public.__all__)
