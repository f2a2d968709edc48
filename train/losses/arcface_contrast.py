"""ArcFace over the training classes plus supervised contrast within the batch."""

from __future__ import annotations

from pytorch_metric_learning.losses import ArcFaceLoss, SupConLoss
from torch import Tensor

from train.losses.objective import Loss, Objective


class ArcFaceAndContrast(Objective):
    """ArcFace (Deng et al., 2019) plus supervised contrastive loss (Khosla et al., 2020), equal weights.

    ArcFace gives every class one direction; the contrast keeps photos of one class near each other
    without it. Together they carry over to classes not trained on better than either alone.

    Args:
        classes: how many classes are trained on.
        dimension: D of the embeddings.
    """

    MARGIN_DEGREES = 11.46
    """0.2 radian."""

    def __init__(self, classes: int, dimension: int) -> None:
        super().__init__()
        self.angular = ArcFaceLoss(classes, dimension, margin=self.MARGIN_DEGREES, scale=24)
        self.contrast = SupConLoss(temperature=0.1)

    def forward(self, outputs: Tensor, labels: Tensor, images: Tensor | None = None) -> Loss:
        """See `Objective.forward`."""
        return Loss(self.angular(outputs, labels) + self.contrast(outputs, labels))
