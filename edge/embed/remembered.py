"""Remembered: what a trial found, kept for this device until something that it depends on changes.

One small JSON file a device, models and threads, in `checkout-edge/trials` of the user's cache folder. It has
numbers alone: what is taken follows from them. The name has a hash of all that the trial depends on, so that
any change leads to another file, and so to a new trial. To forget, delete it; `checkout-edge models --trial`
measures again.
"""

from __future__ import annotations

import hashlib
import json
import logging
from datetime import datetime, timezone
from pathlib import Path
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from edge.cache import user_cache
from edge.embed.trial import Measured, Name, against, taken
from edge.write import write_whole
from gallery.errors import InputError

log = logging.getLogger("edge.embed")

_START = 1.0
"""Seconds that the trial's process takes to start here, beside what it measures itself."""


class Failed(BaseModel):
    """A candidate that is installed, but could not be measured."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    backend: str = Field(pattern="^(cuda|cpu|openvino)$")
    precision: str
    content_hash: str
    why: str


class Record(BaseModel):
    """A trial, as it is kept."""

    model_config = ConfigDict(extra="forbid", frozen=True, allow_inf_nan=False)

    format: Literal[2] = 2
    made: str = Field(pattern=r"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$", description="UTC")
    depends_on: dict[str, str] = Field(description="device, versions and files")
    clock: Literal["processor", "wall"] = Field(description="what it was measured by; processor: one thread")
    series: int = Field(ge=1, description="of rounds; more than one where a candidate was near its bar")
    measured: tuple[Measured, ...] = Field(description="in order of preference")
    failed: tuple[Failed, ...] = ()
    busy: float = Field(ge=0, le=1, description="share of the processor that other programs took meanwhile")
    seconds: float = Field(gt=0, description="that it took, without the start of its process")
    before: Name | None = Field(None, description="backend and content hash that the trial before took")

    @property
    def taken(self) -> Measured:
        """The one to run."""
        return taken(self.measured, self.before)

    @property
    def against(self) -> Measured:
        """The FP32 that would run without it."""
        return against(self.measured, self.before)

    @property
    def day(self) -> str:
        """When it was made, for people, for example `26 November 2026`."""
        made = datetime.strptime(self.made, "%Y-%m-%dT%H:%M:%SZ")
        return f"{made.day} {made:%B %Y}"


def now() -> str:
    """This second, UTC, as a record has it."""
    return datetime.now(timezone.utc).strftime("%Y-%m-%dT%H:%M:%SZ")


def record_path(name: str, depends_on: dict[str, str]) -> Path:
    """Where the trial of a model lies, or would lie.

    Args:
        name: of the model.
        depends_on: all whose change makes a new trial.
    """
    told = hashlib.sha256(json.dumps(depends_on, sort_keys=True).encode()).hexdigest()[:16]
    plain = "".join(each if each.isalnum() or each in "-_" else "_" for each in name)
    return user_cache("trials") / f"{plain}.{told}.json"


def recall(path: Path, depends_on: dict[str, str], *, again: bool = False) -> Record | None:
    """The trial that is remembered, or None: there is none, or it is damaged, which is logged.

    Args:
        path: where it lies.
        depends_on: what it must be of.
        again: that damage was logged before.
    """
    try:
        record = Record.model_validate_json(path.read_bytes())
        if record.depends_on == depends_on:
            return record
        why = "it is of something else"
    except (FileNotFoundError, NotADirectoryError):
        return None  # what makes the folder unusable is said when the new one cannot be kept
    except ValidationError as error:
        why = error.errors()[0]["msg"]
    except OSError as error:
        why = error.strerror or str(error)
    if not again:
        log.warning("the trial in %s cannot be read (%s) and is made again", path, why)
    return None


def remember(path: Path, record: Record) -> bool:
    """Keep a trial; whether that was possible. Where it was not, that is logged with its cost and remedy."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        write_whole(path, f"{record.model_dump_json(indent=1)}\n".encode())
    except (OSError, InputError) as error:
        why = error.problem if isinstance(error, InputError) else error.strerror or str(error)
        log.warning(
            "the cache folder %s cannot be used (%s): the trial is made again at each start, %.0f s here; "
            "set XDG_CACHE_HOME to a folder that can be written, or use --backend cpu, which needs no trial",
            path.parent,
            why,
            record.seconds + _START,
        )
        return False
    return True
