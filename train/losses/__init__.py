"""What training minimises. Every objective has one form: outputs, labels and images in, `Loss` out."""

from train.losses.objective import Loss, Objective

__all__ = ["Loss", "Objective"]
