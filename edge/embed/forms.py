"""Forms: the other files of the same model, in lower precision, that may run in its place.

They lie beside the model, or in the user's cache folder, where `checkout-edge export --to onnx-fp16` puts
those of the shipped model. Only a form with a certificate that is passed takes part. What is read here is
cheap: the card at the end of the file and the certificate beside it, not the weights. Whether the file is the
certificate's is seen before it runs.
"""

from __future__ import annotations

import mmap
from dataclasses import dataclass
from pathlib import Path

from edge.cache import user_cache
from edge.card import ModelCard, metadata
from edge.certificate.certificate import Certificate, certificate_path, read_certificate
from edge.embed.checks import stated_card
from gallery.errors import InputError


@dataclass(frozen=True, slots=True)
class Form:
    """A file of a model.

    Attributes:
        path: where it lies.
        card: as it states it; that its content is the card's is seen when it is loaded.
        certificate: the one beside it; None of the model that was asked for, where it has none.
    """

    path: Path
    card: ModelCard
    certificate: Certificate | None = None


def peek(path: Path) -> ModelCard:
    """The card that a model file states, without reading its weights.

    Raises:
        InputError: the file is missing, cut short, or without a card that can be read.
    """
    try:
        with path.open("rb") as file, mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as data:
            return stated_card(path, metadata(data))
    except InputError as error:
        named = error.problem.startswith("model ")
        raise InputError(error.problem if named else f"model {path}: {error.problem}", error.remedy) from None
    except ValueError:  # an empty file cannot be mapped
        raise InputError(f"model {path}: it is empty", "copy or export the model file again") from None
    except OSError as error:
        raise InputError(
            f"model {path}: {error.strerror}", "give the path of an .onnx file, or see `checkout-edge models`"
        ) from None


def forms_folder() -> Path:
    """Where forms of the shipped model are kept, which is not ours to write beside."""
    return user_cache("models")


def forms_of(path: Path, card: ModelCard) -> tuple[list[Form], list[str]]:
    """The forms of an FP32 model in lower precision that may run, and of others why not, in words.

    Args:
        path: the model's file.
        card: its card.
    """
    found: list[Form] = []
    refused: list[str] = []
    if card.precision != "fp32":
        return found, refused
    beside = path.absolute().parent
    for folder in dict.fromkeys((beside, forms_folder())):
        for file in sorted(folder.glob("*.onnx")):
            form = None if file.name == path.name and folder == beside else _form(file, card, refused)
            if form and all(form.card.content_hash != other.card.content_hash for other in found):
                found.append(form)
    return found, refused


def _form(file: Path, card: ModelCard, refused: list[str]) -> Form | None:
    """The form that lies in a file, or None: then `refused` says why, if it is of this model at all."""
    try:
        stated = peek(file)
    except InputError:
        return None
    if stated.precision == "fp32" or stated.space != card.space:
        return None
    try:
        certificate = read_certificate(file)
    except InputError as error:
        missing = not certificate_path(file).exists()
        refused.append(f"{file.name}: {'it has no certificate' if missing else error.problem}")
        return None
    said = certificate.artifact
    if not certificate.passed or (said.precision, said.space) != (stated.precision, stated.space):
        refused.append(f"{file.name}: its certificate is not passed, or not of this file")
        return None
    return Form(file, stated, certificate)
