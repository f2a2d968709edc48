"""Verify: measure a certified artifact again, where it is to run."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from edge import embed
from edge.certificate.agreement import Agreement
from edge.certificate.certificate import (
    Certificate,
    file_hash,
    read_certificate,
    write_certificate,
)
from edge.certificate.certify import certify, embed_all, measure
from edge.certificate.check_file import find_check_set, read_check_set
from edge.certificate.check_set import CheckSet
from edge.certificate.gates import Gate, judge
from edge.certificate.latency import median_ms
from edge.certificate.photos import check_set_from_folder
from edge.embed import Embedder
from gallery.errors import DeviceError, InputError

_AGAIN = "copy model, certificate and check set again from where it was exported, or export it again"


@dataclass(frozen=True, slots=True)
class Verification:
    """What was measured of an artifact on this machine.

    Attributes:
        certificate: the one beside it.
        runs_on: what really ran, and why.
        origin: of the photos.
        reference: what computed the embeddings it is compared with.
        agreement: what was counted.
        gates: as the artifact's precision asks for them.
        milliseconds: for one crop, median.
    """

    certificate: Certificate
    runs_on: str
    origin: str
    reference: str
    agreement: Agreement
    gates: tuple[Gate, ...]
    milliseconds: float

    @property
    def passed(self) -> bool:
        """Whether every gate was reached."""
        return all(gate.passed for gate in self.gates)


def verify(
    artifact: Path,
    backend: str = "auto",
    threads: int | None = None,
    *,
    photos: Path | None = None,
    against: Path | None = None,
) -> Verification:
    """Measure an artifact again on this machine; a missed gate is told in the result and raises nothing.

    A certificate that is still pending is completed with what is measured by its own check set, and written.

    Args:
        artifact: the file, its certificate beside it.
        backend: one of `edge.embed.BACKENDS`.
        threads: CPU threads, or None.
        photos: a folder of product folders instead of the check set beside the artifact.
        against: the FP32 model the artifact was made from, run here on the CPU as the reference instead
            of the embeddings in the check set; photos of one's own have no other reference.

    Raises:
        InputError: no certificate, an edited one, one of another file; no check set, a damaged one, one
            of other photos; photos without a reference, or one that is not the artifact's source.
        DeviceError: the backend does not start here, or would run something else than was asked for.
    """
    certificate = _certificate_of(artifact)
    if photos is not None and against is None:
        raise InputError(
            f"photos in {photos} have no reference embeddings to compare with",
            "name the FP32 model it was made from: --against SOURCE.onnx; or leave out --check",
        )
    check = None if photos is not None else _check_beside(artifact, certificate)
    embedder = _load(artifact, certificate, backend, threads)
    size = (embedder.card.height, embedder.card.width)
    check = check or check_set_from_folder(photos or artifact, size)
    if against is not None:
        check = _compared_with(against, check, certificate, threads)
    agreement = measure(embedder, check)
    if certificate.pending and photos is None and against is None:
        certificate = _completed(artifact, certificate, embedder, check, agreement)
    return Verification(
        certificate=certificate,
        runs_on=f"{embedder.provider} ({embedder.reason})",
        origin=check.origin,
        reference=check.reference_name,
        agreement=agreement,
        gates=judge(embedder.card.precision, agreement),
        milliseconds=median_ms(embedder, check.crops[:1]),
    )


def _certificate_of(artifact: Path) -> Certificate:
    """The certificate of this very file."""
    sha256, certificate = file_hash(artifact), read_certificate(artifact)
    if sha256 != certificate.artifact.sha256:
        raise InputError(
            f"model {artifact}: changed since it was certified: its SHA-256 is another one", _AGAIN
        )
    return certificate


def _completed(
    artifact: Path, pending: Certificate, embedder: embed.Embedder, check: CheckSet, agreement: Agreement
) -> Certificate:
    """The certificate of an artifact that could not run where it was made, now that it ran; written."""
    notes = (f"measured on its device, having been exported on {pending.made[:10]}",)
    done = certify(artifact, embedder, check, source=pending.source, notes=notes, agreement=agreement)
    write_certificate(artifact, done)
    return done


def _check_beside(artifact: Path, certificate: Certificate) -> CheckSet:
    path = find_check_set(artifact, certificate.check.hash)
    check = read_check_set(path)
    if check.hash != certificate.check.hash:
        raise InputError(f"check set {path}: its photos are not those of the certificate", _AGAIN)
    if check.reference_hash != certificate.check.reference_hash:
        raise InputError(f"check set {path}: its embeddings are not those of the certificate", _AGAIN)
    return check


def _load(artifact: Path, certificate: Certificate, backend: str, threads: int | None) -> Embedder:
    """The artifact itself, running: never its source beside it, nor what serves while it is built."""
    is_engine = certificate.artifact.form == "engine"
    wanted = "tensorrt" if is_engine and backend == "auto" else backend
    embedder = embed.load(artifact, wanted, threads, as_given=True)
    if (is_engine or backend == "tensorrt") and embedder.provider.startswith("onnxruntime"):
        getattr(embedder, "close", lambda: None)()
        raise DeviceError(
            f"model {artifact}: no engine of it can run here yet ({embedder.reason})",
            "build it first: `checkout-edge export MODEL.onnx --to tensorrt --target this-device`",
        )
    card, facts = embedder.card, certificate.artifact
    for what, found, said in (
        ("precision", card.precision, facts.precision),
        ("embedding space", card.space, facts.space),
    ):
        if found != said:
            raise InputError(
                f"model {artifact}: its card says {what} {found}, its certificate {said}", _AGAIN
            )
    return embedder


def _compared_with(against: Path, check: CheckSet, certificate: Certificate, threads: int | None) -> CheckSet:
    source = embed.load(against, "cpu", threads)
    if source.card.space != certificate.artifact.space or source.card.precision != "fp32":
        raise InputError(
            f"--against {against}: not the FP32 model that {certificate.artifact.name} was made from",
            f"give the source of the certificate: {certificate.source.what} {certificate.source.name}",
        )
    return check.with_reference(embed_all(source, check.crops), f"{against.name} on {source.provider}")
