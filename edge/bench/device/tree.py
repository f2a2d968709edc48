"""Tree: the files in which a system says what it is, under a root that tests can lay somewhere else."""

from __future__ import annotations

from pathlib import Path


class Tree:
    """The files under `root`, which stands for `/`. What is not there, or may not be read, is None."""

    def __init__(self, root: Path = Path("/")) -> None:
        self.root = root

    def path(self, name: str) -> Path:
        """Where the file lies that is `/…` on the system."""
        return self.root / name.lstrip("/")

    def text(self, name: str) -> str | None:
        """A file's text, without what is empty at its end; a device tree's strings end with a NUL."""
        try:
            return self.path(name).read_bytes().decode(errors="replace").rstrip("\0 \n")
        except OSError:
            return None

    def number(self, name: str) -> float | None:
        """The number that is all of a file."""
        try:
            return float(self.text(name) or "")
        except ValueError:
            return None

    def glob(self, pattern: str) -> tuple[str, ...]:
        """Names of the files and folders of a pattern, in order, as `text` takes them."""
        found = sorted(self.root.glob(pattern.lstrip("/")))
        return tuple("/" + path.relative_to(self.root).as_posix() for path in found)
