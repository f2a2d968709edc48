"""Power mode: what `nvpmodel` has set, which bounds clocks and cores.

Source: NVIDIA's Jetson Linux developer guide, "Power Mode Controls"; the form of the files by what was
read off boards with JetPack 4 to 7.
"""

from __future__ import annotations

import re

from edge.bench.device.answer import Run
from edge.bench.device.tree import Tree

_ASKED = re.compile(r"NV Power Mode:\s*(\S+)")
_MODE = re.compile(r"pmode:\s*(\d+)")
_MODEL = re.compile(r"<\s*POWER_MODEL\s+ID=(\d+)\s+NAME=([^\s>]+)")


def power_mode_of(tree: Tree, run: Run) -> str | None:
    """The mode's name, for example `MAXN_SUPER`, as `nvpmodel -q` says.

    Where that may not run, as in a container, it is what nvpmodel wrote down; `mode 2` where the name
    of that number is not to be found.
    """
    asked = _ASKED.search(run(("nvpmodel", "-q")) or "")
    if asked is not None:
        return asked.group(1)
    written = _MODE.search(tree.text("/var/lib/nvpmodel/status") or "")
    if written is None:
        return None
    number = int(written.group(1))
    models: list[tuple[str, str]] = _MODEL.findall(tree.text("/etc/nvpmodel.conf") or "")
    names = {int(found): name for found, name in models}
    return names.get(number, f"mode {number}")
