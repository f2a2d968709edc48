"""A toy run and its photos, exported once; each test that changes something gets a copy."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest


@pytest.fixture(scope="session")
def run(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A finished run's folder; not to be written to."""
    pytest.importorskip("torch", reason="torch is not installed (pip install checkout-edge[train])")
    from toy_run import run_folder

    return run_folder(tmp_path_factory.mktemp("run") / "toy")


@pytest.fixture(scope="session")
def photos(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Eight product folders of five photos; not to be written to."""
    pytest.importorskip("torch", reason="torch is not installed (pip install checkout-edge[train])")
    from toy_run import photo_folder

    return photo_folder(tmp_path_factory.mktemp("photos") / "shop")


@pytest.fixture(scope="session")
def toy(run: Path, photos: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The run's ONNX file with all that lies beside it, checked with the photos; not to be changed."""
    for module in ("onnxslim", "onnxscript", "onnxruntime"):
        pytest.importorskip(module, reason=f"{module} is not installed (pip install checkout-edge[convert])")
    from export.order import Order
    from export.run import export_run

    out = tmp_path_factory.mktemp("toy") / "toy.onnx"
    export_run(Order(source=run, form="onnx", out=out, check=photos), lambda *_: None)
    return out


@pytest.fixture
def model(toy: Path, tmp_path: Path) -> Path:
    """A copy of the toy with all that lies beside it, alone in a folder."""
    folder = tmp_path / "model"
    shutil.copytree(toy.parent, folder)
    return folder / toy.name


@pytest.fixture
def traced_once(toy: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Exports of the run take the toy's graph, whose tracing takes some seconds."""
    from export.half import load_full

    monkeypatch.setattr("export.run_source.onnx_model", lambda *_, **__: load_full(toy))
