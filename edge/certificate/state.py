"""State: what an artifact's certificate says of it, looked up without measuring anything."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from edge.certificate.agreement import Agreement
from edge.certificate.certificate import Certificate, certificate_path, file_hash, read_certificate
from edge.certificate.gates import cosine_words, judge, percent
from gallery.errors import InputError

_AGAIN = "copy model and certificate again from where they were exported, or export the model again"


@dataclass(frozen=True, slots=True)
class State:
    """What the certificate beside an artifact says.

    Attributes:
        kind: `passed` or `failed`, `pending` where it could not be measured yet, `none` where there is no
            certificate, `foreign` where it is of another file, `edited` where it cannot be read or its
            verdict does not follow from its numbers. Hashes and verdicts show accidents and clumsy
            edits; a certificate is not signed.
        words: the same for people, in one line.
    """

    kind: Literal["passed", "failed", "pending", "none", "foreign", "edited"]
    words: str


def certificate_state(artifact: Path) -> State:
    """The state of an artifact's certificate.

    Raises:
        InputError: the artifact is missing or cannot be read.
    """
    if not certificate_path(artifact).exists():
        return State("none", "none")
    try:
        certificate = read_certificate(artifact)
    except InputError as error:
        return State("edited", f"cannot be trusted: {error.problem}")
    if file_hash(artifact) != certificate.artifact.sha256:
        return State("foreign", f"foreign: {certificate_path(artifact).name} is of another file")
    if certificate.agreement is None:
        return State("pending", f"not measured yet: `checkout-edge verify {artifact.name}` does it here")
    return State("passed" if certificate.passed else "failed", _words(certificate, certificate.agreement))


def refuse_foreign(artifact: Path) -> None:
    """Refuse an artifact beside which lies a certificate of another file, or an edited one.

    Raises:
        InputError: it is so, or the artifact cannot be read.
    """
    state = certificate_state(artifact)
    if state.kind == "edited":
        raise InputError(f"model {artifact}: its certificate {state.words}", _AGAIN)
    if state.kind == "foreign":
        raise InputError(
            f"model {artifact}: changed since it was certified; {certificate_path(artifact).name} names "
            "another SHA-256",
            _AGAIN,
        )


def _words(certificate: Certificate, found: Agreement) -> str:
    artifact = certificate.artifact
    verdict = f"{'passed' if certificate.passed else 'FAILED'} {certificate.made[:10]}, {artifact.precision}"
    gates = judge(artifact.precision, found)
    missed = "".join(f"; missed: {gate.name} {gate.value}, {gate.bound}" for gate in gates if not gate.passed)
    decisions = percent(found.same_decisions, found.queries).partition(" (")[0]
    return f"{verdict}: cosine >= {cosine_words(found.cosine_min)}, decisions {decisions}{missed}"
