"""Expected: what a frame should show, the empty scene and the items on it, made anew when that changes."""

from __future__ import annotations

from edge.localise.background import EmptyScene
from edge.localise.memory import Memory
from edge.localise.reference import Reference


class Expected:
    """The reference that frames are compared with.

    The scene follows the light five times in its `adapt_s / 20`, and items come and go now and then: in
    most frames what is expected is what was expected before.

    Args:
        height: of the working size, pixels.
        width: of the working size, pixels.
    """

    def __init__(self, height: int, width: int) -> None:
        self._reference = Reference.blank(height, width)
        self._made_of: tuple[int, int] | None = None

    def of(self, scene: EmptyScene, memory: Memory) -> Reference:
        """What is expected now. It holds until the next call."""
        versions = (scene.version, memory.version)
        if versions != self._made_of:
            memory.expected(scene.picture, self._reference.picture)
            self._reference.prepare()
            self._made_of = versions
        return self._reference
