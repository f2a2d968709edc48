"""The peers live in scripts/, beside the packages; an installed wheel has none of it."""

from __future__ import annotations

import sys
from pathlib import Path

SCRIPTS = Path(__file__).resolve().parents[2] / "scripts"
if (SCRIPTS / "peers").is_dir():
    sys.path.insert(0, str(SCRIPTS))
else:
    collect_ignore_glob = ["test_*.py"]
