"""JetPack: which release of Jetson Linux (L4T) and of JetPack a Jetson runs.

Source: NVIDIA's JetPack archive, as others read it off there, for the releases of both that belong together.
"""

from __future__ import annotations

import re

from edge.bench.device.tree import Tree

_RELEASE = re.compile(r"R(\d+)\s*\(release\),\s*REVISION:\s*(\d+(?:\.\d+)*)")
_JETPACKS = {
    "35.1.0": "5.0.2",
    "35.2.1": "5.1",
    "35.3.1": "5.1.1",
    "35.4.1": "5.1.2",
    "35.5.0": "5.1.3",
    "35.6.0": "5.1.4",
    "35.6.1": "5.1.5",
    "35.6.2": "5.1.5",
    "36.3.0": "6.0",
    "36.4.0": "6.1",
    "36.4.3": "6.2",
    "36.4.4": "6.2.1",
    "36.5.0": "6.2.2",
    "36.5.2": "6.2.3",
    "38.2.0": "7.0",
    "38.2.1": "7.0",
    "38.4.0": "7.1",
    "39.2.0": "7.2",
    "39.2.1": "7.2.1",
}
_MAJORS = {"35": "5", "36": "6", "38": "7", "39": "7"}


def l4t_of(tree: Tree) -> str | None:
    """The release of Jetson Linux, of three numbers, for example `36.4.4`; None where no file says so."""
    found = _RELEASE.search(tree.text("/etc/nv_tegra_release") or "")
    if found is None:
        return None
    numbers = [found.group(1), *found.group(2).split(".")]
    return ".".join([*numbers, "0", "0"][: max(3, len(numbers))])


def jetpack_of(tree: Tree, l4t: str | None) -> str | None:
    """The release of JetPack, from its package, else from Jetson Linux's, which then is said.

    The package is missing on a board on which only the driver was flashed.
    """
    installed = _package(tree.text("/var/lib/dpkg/status") or "")
    if installed is not None:
        return installed
    if l4t is None:
        return None
    if l4t in _JETPACKS:
        return f"{_JETPACKS[l4t]}, by L4T {l4t}"
    major = _MAJORS.get(l4t.partition(".")[0])
    return None if major is None else f"{major}.x, by L4T {l4t}"


def _package(status: str) -> str | None:
    """The version of `nvidia-jetpack` in dpkg's list, without its build: `6.2.1+b38` and `5.1.1-b56`."""
    for block in re.findall(r"^Package: nvidia-jetpack\n(?:.+\n?)*", status, re.MULTILINE):
        version = re.search(r"^Version: ([\d.]+)", block, re.MULTILINE)
        if version and re.search(r"^Status: .* installed$", block, re.MULTILINE):
            return version.group(1)
    return None
