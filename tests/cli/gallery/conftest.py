"""A gallery of three products, enrolled by the command line."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from typer.testing import Result

Call = Callable[..., Result]


@pytest.fixture
def enrolled(call: Call, model: Path, products: Path) -> Call:
    (products / "sku-1" / "product.toml").write_text('name = "Bread"\nprice_minor = 250\ncurrency = "EUR"\n')
    assert call("enroll", products, "--model", model).exit_code == 0
    return call
