"""Two: the till of another revision beside the one of the working tree, in one process.

Both decide by the working tree's `gallery/`: a decision of one would be another class to the other.
"""

from __future__ import annotations

import importlib
import io
import subprocess
import sys
import tarfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from types import ModuleType

HERE = Path(__file__).resolve().parents[2]
_MODULES = (
    "edge.pipeline", "edge.localise.tray", "edge.localise.background", "edge.crop", "edge.fuse", "edge.item",
    "edge.track", "edge.basket.ledger", "edge.frame", "edge.detections", "edge.threads",
)  # fmt: skip


class Tree:
    """The modules of one revision; they know each other and not those of the other one."""

    def __init__(self, root: Path) -> None:
        for name in [name for name in sys.modules if name.split(".")[0] == "edge"]:
            del sys.modules[name]
        sys.path.insert(0, str(root))
        importlib.invalidate_caches()
        try:
            self._modules = {name: importlib.import_module(name) for name in _MODULES if _is_in(root, name)}
        finally:
            sys.path.remove(str(root))
        found = self._modules["edge.pipeline"].__file__ or ""
        if not Path(found).is_relative_to(root):
            raise SystemExit(f"edge was imported from {found}, not from {root}")

    def __getattr__(self, name: str) -> ModuleType:
        """A module by the last part of its name."""
        return next(module for full, module in self._modules.items() if full.endswith("." + name))


def _is_in(root: Path, module: str) -> bool:
    path = root.joinpath(*module.split("."))
    return path.with_suffix(".py").exists() or path.is_dir()


@contextmanager
def two(revision: str) -> Iterator[tuple[Tree, Tree]]:
    """The old tree, taken from git at `revision`, and the new one, as the working tree is."""
    archive = subprocess.run(
        ["git", "archive", revision, "edge"], cwd=HERE, check=True, stdout=subprocess.PIPE
    ).stdout
    with TemporaryDirectory() as folder:
        with tarfile.open(fileobj=io.BytesIO(archive)) as packed:
            packed.extractall(folder, filter="data")
        old = Tree(Path(folder).resolve())
        yield old, Tree(HERE)
