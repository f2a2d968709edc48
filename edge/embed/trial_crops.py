"""Trial crops: the pictures a form is tried on here, which are of those that it was certified with."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from edge.certificate.certificate import check_path
from edge.certificate.check_file import find_check_set, some_crops
from edge.embed.batch import patches
from edge.embed.forms import Form
from gallery.errors import InputError

COUNT = 8


def trial_crops(form: Form) -> NDArray[np.uint8]:
    """Eight pictures, uint8 `[8, H, W, 3]`, BGR, of the check set beside a form.

    An FP32 model without one is tried on coloured patches; what computes in FP32 has no need of photos.

    Raises:
        InputError: a form in lower precision without a check set, or with a damaged one.
    """
    card, certificate = form.card, form.certificate
    own = check_path(form.path)
    path = find_check_set(form.path, certificate.check.hash) if certificate else own
    try:
        crops = some_crops(path, COUNT)
        if crops.shape == (COUNT, card.height, card.width, 3):
            return crops
        problem = f"check set {path}: its pictures are not {COUNT} or more of the model's size"
    except InputError as error:
        problem = error.problem if path.exists() else f"check set {own} is missing"
    if card.precision == "fp32":
        return patches(card, COUNT)
    raise InputError(problem, "copy it from where the form was exported, or export the form again")
