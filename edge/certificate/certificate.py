"""Certificate: what was measured of one artifact, bound by hashes to all that was measured."""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator

from edge.card import Precision
from edge.certificate.agreement import Agreement
from edge.certificate.gates import Gate, judge
from edge.certificate.runtime import RuntimeFacts
from edge.certificate.summary import summary
from edge.write import write_whole
from gallery.errors import InputError

_HASH = "^[0-9a-f]{64}$"
_STRICT = ConfigDict(extra="forbid", frozen=True)


class ArtifactFacts(BaseModel):
    """The file that was measured."""

    model_config = _STRICT

    name: str = Field(description="its file name")
    sha256: str = Field(pattern=_HASH, description="SHA-256 of the whole file, its card included")
    form: Literal["onnx", "engine"]
    precision: Precision = Field(description="as its card says")
    space: str = Field(pattern=_HASH, description="its embedding space: `ModelCard.space`")
    bytes: int = Field(gt=0)


class SourceFacts(BaseModel):
    """What the artifact was made from."""

    model_config = _STRICT

    name: str = Field(description="of the run or file")
    hash: str = Field(pattern=_HASH, description="of the weights or of the file's content")
    what: str = Field(description="what it is and what the hash is of, in words")


class CheckFacts(BaseModel):
    """The photos it was measured with."""

    model_config = _STRICT

    hash: str = Field(pattern=_HASH, description="`CheckSet.hash`: crops, products and roles")
    reference_hash: str = Field(pattern=_HASH, description="of the embeddings it is compared with")
    origin: str
    photos: int = Field(gt=0)
    products: int = Field(gt=0, description="enrolled")
    strangers: int = Field(ge=0, description="photos of products that are not enrolled")
    queries: int = Field(gt=0, description="photos to recognise, strangers among them")


class LatencyFacts(BaseModel):
    """Medians of the same run, the two in turn."""

    model_config = _STRICT

    batch: int = Field(gt=0, description="crops a call")
    artifact_ms: float = Field(gt=0)
    reference_ms: float = Field(gt=0)
    ratio: float = Field(gt=0, description="reference by artifact: 2 is twice as fast")
    reference_provider: str = Field(description="what the other one was and ran on")


class Certificate(BaseModel):
    """A measurement of one artifact. Its verdicts follow from its own numbers, or it is refused."""

    model_config = _STRICT

    format: Literal[1] = 1
    made: str = Field(pattern=r"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$", description="UTC")
    artifact: ArtifactFacts
    source: SourceFacts
    reference: str = Field(description="what computed the embeddings it is compared with")
    check: CheckFacts
    runtime: RuntimeFacts
    agreement: Agreement | None = Field(
        description="null where it could not run: an engine for a GPU that was not at hand"
    )
    gates: tuple[Gate, ...]
    passed: bool
    latency: LatencyFacts | None = None
    notes: tuple[str, ...] = ()

    @model_validator(mode="after")
    def _verdicts_follow_from_numbers(self) -> Certificate:
        found = self.agreement
        judged = judge(self.artifact.precision, found) if found else ()
        if [(gate.name, gate.passed) for gate in self.gates] != [(gate.name, gate.passed) for gate in judged]:
            raise ValueError("its gates are not what its numbers give")
        if self.passed != (found is not None and all(gate.passed for gate in self.gates)):
            raise ValueError("its verdict is not what its gates give")
        if found and (self.check.queries, self.check.strangers) != (found.queries, found.strangers):
            raise ValueError("its check set is not the one its numbers are of")
        return self

    @property
    def pending(self) -> bool:
        """Whether it is still to be measured, on the device it is for."""
        return self.agreement is None


def certificate_path(artifact: Path) -> Path:
    """Where an artifact's certificate lies: beside it."""
    return artifact.with_name(f"{artifact.name}.certificate.json")


def summary_path(artifact: Path) -> Path:
    """Where the certificate lies as people read it."""
    return artifact.with_name(f"{artifact.name}.certificate.md")


def check_path(artifact: Path) -> Path:
    """Where an artifact's check set lies: beside it."""
    return artifact.with_name(f"{artifact.name}.check.zip")


def file_hash(path: Path) -> str:
    """SHA-256 of a file.

    Raises:
        InputError: it is missing or cannot be read.
    """
    digest = hashlib.sha256()
    try:
        with path.open("rb") as file:
            while block := file.read(1 << 20):
                digest.update(block)
    except OSError as error:
        raise InputError(f"model {path}: {error.strerror}", "give the path of an exported model") from None
    return digest.hexdigest()


def write_certificate(artifact: Path, certificate: Certificate) -> None:
    """Write an artifact's certificate beside it, as JSON for programs and as Markdown for people.

    Raises:
        InputError: the folder cannot be written.
    """
    write_whole(certificate_path(artifact), f"{certificate.model_dump_json(indent=2)}\n".encode())
    write_whole(summary_path(artifact), summary(certificate).encode())


def read_certificate(artifact: Path) -> Certificate:
    """The certificate beside an artifact. Whether it is of this very file, `certificate_state` says.

    Raises:
        InputError: there is none, it cannot be read, or its verdicts do not follow from its numbers.
    """
    path = certificate_path(artifact)
    try:
        text = path.read_text("utf-8")
    except FileNotFoundError:
        raise InputError(
            f"model {artifact}: no certificate beside it ({path.name})",
            "copy it from where the model was exported, or export the model again",
        ) from None
    except (OSError, UnicodeDecodeError) as error:
        raise InputError(f"certificate {path}: {error}", "copy it again") from None
    try:
        return Certificate.model_validate_json(text)
    except ValidationError as error:
        first = error.errors()[0]
        where = ".".join(map(str, first["loc"]))
        words = f"{where + ': ' if where else ''}{first['msg'].removeprefix('Value error, ')}"
        raise InputError(
            f"certificate {path}: {words}; it was edited, cut short, or made by another version",
            "copy it again from where the model was exported, or export the model again",
        ) from None
