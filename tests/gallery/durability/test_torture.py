"""A gallery whose writer is killed, or whose disk fills or fails, is one of two versions, whole.

The fast set: each operation in one variation. `scripts/torture-gallery` tries them in all.
"""

from __future__ import annotations

from pathlib import Path

import pytest
from durability import run, shim
from durability.catalogue import OPERATIONS
from durability.mutations import MUTATIONS

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(shim.compiler() is None, reason="no C compiler (gcc, or CC=/path/to/cc)"),
]

NOTHING = {"kills": 0, "calls": 0, "errors": 0, "power-cuts": 0}


def _torture(tmp_path: Path, *more: str, **counts: int) -> tuple[int, str]:
    quota = {**NOTHING, **{name.replace("_", "-"): count for name, count in counts.items()}}
    options = [f"--{name}={count}" for name, count in quota.items()]
    done = run.module("durability", *options, *more, "--work", tmp_path)
    return done.returncode, done.stdout[-20_000:] + done.stderr[-20_000:]


@pytest.mark.parametrize("part", [0, 1])
def test_each_time_it_is_one_of_two_versions(tmp_path: Path, part: int) -> None:
    names = [f"--only={name}" for name in list(OPERATIONS)[part::2]]
    code, said = _torture(tmp_path, "--brief", *names, kills=75, calls=50, errors=50, power_cuts=20)
    assert code == 0, said
    assert "195 trials, all held" in said


def test_a_failed_trial_can_be_repeated(tmp_path: Path) -> None:
    code, said = _torture(tmp_path, "--repeat", "enrol/spill/TORN/70/3")
    assert code == 0, said
    assert "disturbed=True" in said


@pytest.mark.parametrize(
    ("mutation", "operation", "trouble"),
    [
        ("no_transaction", "enrol", {"calls": 10}),
        ("no_sync", "enrol", {"power_cuts": 20}),
        ("made_in_place", "create", {"calls": 10}),
        ("stamp_first", "index swap", {"power_cuts": 20}),
        ("log_left_out", "import as new", {"errors": 40}),
        ("deaf_shim", "enrol", {"calls": 1}),
    ],
)
def test_a_fault_built_in_is_found(
    tmp_path: Path, mutation: str, operation: str, trouble: dict[str, int]
) -> None:
    assert mutation in MUTATIONS
    where = ("--only", operation, "--variation", "plain")
    code, said = _torture(tmp_path, "--break", mutation, *where, **trouble)
    assert code == 1, said
    assert f"failed: {operation}/plain" in said
    assert "again: scripts/torture-gallery --repeat" in said
