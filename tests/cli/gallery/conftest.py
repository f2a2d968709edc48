"""A gallery of three products, enrolled by the command line."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from enroll.pictures import shop
from typer.testing import CliRunner, Result

from edge.cli.main import app

Call = Callable[..., Result]


@pytest.fixture(scope="session")
def stocked(tmp_path_factory: pytest.TempPathFactory, model: Path) -> Path:
    """A folder with the photos and the gallery."""
    folder = tmp_path_factory.mktemp("stocked")
    products = shop(folder / "products")
    (products / "sku-1" / "product.toml").write_text('name = "Bread"\nprice_minor = 250\ncurrency = "EUR"\n')
    command = ["enroll", products, "--model", model, "--gallery", folder / "shop.gallery"]
    assert CliRunner().invoke(app, list(map(str, command))).exit_code == 0
    return folder


@pytest.fixture
def enrolled(call: Call, stocked: Path, tmp_path: Path) -> Call:
    """Call the command line beside a copy of them."""
    shutil.copytree(stocked, tmp_path, dirs_exist_ok=True)
    return call
