"""Source: what is exported, and the answers that its every form must reproduce."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import onnx

from edge import embed
from edge.card import ModelCard
from edge.certificate.certificate import SourceFacts, check_path, read_certificate
from edge.certificate.certify import embed_all
from edge.certificate.check_file import read_check_set
from edge.certificate.check_set import CheckSet
from edge.certificate.gates import cosine_words
from edge.certificate.photos import check_set_from_folder, drawn_check_set
from edge.certificate.state import certificate_state
from edge.embed import Embedder
from export.half import load_full
from gallery.errors import InputError

Reference = Callable[[CheckSet], CheckSet]


@dataclass(frozen=True, slots=True, eq=False)
class Source:
    """What is exported.

    Attributes:
        path: the run's folder or the file.
        name: of the artifacts made from it.
        card: what an artifact of it says of itself, but for its own hash.
        facts: for the certificate.
        rival: the reference as it runs here, timed beside the artifact.
        graph: its network, float32, without metadata; of a run halved as it is to be stored, if asked.
        refer: gives a check set the embeddings to reproduce.
        check: the check set that lies beside it, with its embeddings, or None.
    """

    path: Path
    name: str
    card: ModelCard
    facts: SourceFacts
    rival: Embedder
    graph: Callable[[bool], onnx.ModelProto]
    refer: Reference
    check: CheckSet | None = None


def check_set_of(source: Source, photos: Path | None) -> CheckSet:
    """The photos to check an export with, and the embeddings to reproduce.

    Those of a folder, where one is named; else those that lie beside the source; else drawn products.

    Raises:
        InputError: the folder cannot be read or has too few photos.
    """
    size = (source.card.height, source.card.width)
    if photos is not None:
        return source.refer(check_set_from_folder(photos, size))
    return source.check or source.refer(drawn_check_set(size))


def onnx_source(path: Path) -> Source:
    """The source that an ONNX file is. What it answers on the CPU is the reference, but where the check set
    beside it has the answers of PyTorch itself, which its certificate says it reproduces.

    Raises:
        InputError: the file is missing, broken or changed, or the check set beside it is.
    """
    embedder = embed.load(path, "cpu")
    card = embedder.card
    return Source(
        path=path,
        name=path.name.removesuffix(".onnx"),
        card=card,
        facts=SourceFacts(
            name=path.name, hash=card.content_hash, what="the ONNX model (hash of its content)"
        ),
        rival=embedder,
        graph=lambda _: load_full(path),
        refer=lambda check: check.with_reference(embed_all(embedder, check.crops), _title(path, embedder)),
        check=_check_beside(path),
    )


def _check_beside(path: Path) -> CheckSet | None:
    if certificate_state(path).kind != "passed" or not check_path(path).exists():
        return None
    check, said = read_check_set(check_path(path)), read_certificate(path).check
    if (check.hash, check.reference_hash) != (said.hash, said.reference_hash):
        raise InputError(
            f"check set {check_path(path)}: its photos or embeddings are not those of the certificate",
            "copy it again, or give photos with --check",
        )
    return check


def _title(path: Path, embedder: Embedder) -> str:
    state = certificate_state(path)
    if state.kind == "failed":
        return f"{path.name} on {embedder.provider}, whose own certificate {state.words}"
    if state.kind != "passed":
        return f"{path.name} on {embedder.provider}"
    certificate = read_certificate(path)
    least = certificate.agreement.cosine_min if certificate.agreement else 0.0
    chain = f"itself certified with cosine {cosine_words(least)} or more to {certificate.reference}"
    return f"{path.name} on {embedder.provider}, {chain}"
