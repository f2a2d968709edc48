from __future__ import annotations

import pytest

from gallery.errors import InputError
from train.measure import Protocol


@pytest.mark.parametrize("name", ["shots", "seeds"])
def test_nothing_to_enrol_or_draw_is_refused(name: str) -> None:
    with pytest.raises(InputError, match=f"--{name} 0"):
        Protocol(**{name: 0})
