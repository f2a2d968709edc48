"""The archive: all that a gallery holds in one file, to carry it to another till or to keep it.

A zip file of plain members: `contents.json`, the views in blocks of three (`views/NNNNNN.jsonl`, `.f32`,
`.pictures`), and `manifest.json`, which has the size and SHA-256 of each. Nothing is ever unpacked to disk.
"""

from gallery.store.archive.bring import check_model, merge, replace_all
from gallery.store.archive.create import create
from gallery.store.archive.export import Exported, export
from gallery.store.archive.manifest import Counts, Manifest
from gallery.store.archive.read import Archive, Progress, opened

__all__ = [
    "Archive",
    "Counts",
    "Exported",
    "Manifest",
    "Progress",
    "check_model",
    "create",
    "export",
    "merge",
    "opened",
    "replace_all",
]
