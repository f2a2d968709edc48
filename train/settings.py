"""Settings: how each recipe trains. Unknown keys are refused, bounds are in the fields."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, field_validator


class RecipeSettings(BaseModel):
    """What every recipe has."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    recipe: str
    backbone: str = Field("efficientnet_b2", description="timm name of the network")
    weights: str = Field("hub", description="start: hub, package, none, or the path of a state-dict file")
    size: int = Field(224, ge=32, le=1024, description="height and width of the input, pixels")
    seed: int = Field(0, ge=0, description="of everything random")
    precision: Literal["fp32", "bf16", "fp16"] = Field("fp32", description="inside the network")
    classes: int = Field(16, ge=2, description="classes of a batch")
    per_class: int = Field(4, ge=2, description="photos of each of them")
    workers: int = Field(1, ge=0, le=64, description="processes that augment; changes no result")
    checkpoint_steps: int = Field(
        0, ge=0, description="steps between two checkpoints within an epoch; 0: none; changes no result"
    )

    def identity(self) -> dict[str, Any]:
        """All that changes the result."""
        return self.model_dump(mode="json", exclude={"workers", "checkpoint_steps"})


class TwoPhaseSettings(RecipeSettings):
    """The paper's schedule, the same for its method and for the baselines."""

    train_shots: int = Field(7, ge=2, description="photos of a class to train on, at most")
    val_shots: int = Field(3, ge=1, description="photos of a class for validation, at most")
    frozen_epochs: int = Field(100, ge=0, description="epochs with the backbone frozen, at most")
    frozen_patience: int = Field(15, ge=1, description="epochs without a better figure that end them")
    frozen_rate: float = Field(1e-3, ge=0, le=1, description="Adam's rate meanwhile")
    epochs: int = Field(8, ge=0, description="epochs of the whole network, at most")
    patience: int = Field(3, ge=1, description="epochs without a better figure that end them")
    rate: float = Field(1e-4, ge=0, le=1, description="Adam's rate meanwhile, of all weights")
    augment: bool = Field(True, description="flip and crop a little while the whole network trains")


class SoftmaxSettings(TwoPhaseSettings):
    """The baseline with a classification layer."""

    recipe: Literal["softmax"] = "softmax"


class TripletSettings(TwoPhaseSettings):
    """What both triplet recipes have."""

    dimension: int = Field(256, ge=2, le=4096, description="length of the embedding")
    margin: float = Field(1.0, gt=0, le=2, description="of the triplet loss; distances go from 0 to 2")
    folds: int = Field(5, ge=2, description="of the cross-validation that chooses K")
    largest_k: int = Field(15, ge=1, description="largest K that is tried")


class PaperSettings(TripletSettings):
    """Baranov & Shcherbyna, 2022: semi-hard triplets."""

    recipe: Literal["paper"] = "paper"


class RandomTripletSettings(TripletSettings):
    """The baseline with random triplets."""

    recipe: Literal["random-triplets"] = "random-triplets"


class ProductSettings(RecipeSettings):
    """Ours, for products never seen. `train/recipes/shipped.toml` has those of the shipped model."""

    recipe: Literal["product"] = "product"
    backbone: str = Field("tf_efficientnet_lite0", description="timm name of the network")
    weights: str = Field("package", description="start: hub, package, none, or the path of a file")
    dimension: int = Field(256, ge=2, le=4096, description="of what is trained; a generalist's adds to it")
    crop: int | None = Field(
        None, ge=32, le=1024, description="size while training; smaller than size is faster, and often better"
    )
    classes: int = Field(16, ge=2, description="classes of a batch, evenly from each data set")
    unseen: float = Field(0.2, ge=0, lt=1, description="share of each data set's classes kept for validation")
    epochs: int = Field(8, ge=0, description="passes, each over about all photos; 0: nothing is trained")
    backbone_rate: float = Field(2e-4, ge=0, le=1, description="peak rate of the backbone")
    head_rate: float = Field(3e-3, ge=0, le=1, description="peak rate of pooling, head and loss")
    weight_decay: float = Field(0.02, ge=0, le=1, description="of AdamW")
    held: int = Field(3, ge=0, description="parts of the backbone, from the stem on, that keep their weights")
    statistics: bool = Field(False, description="BatchNorm follows the batches, or keeps what it came with")
    decay: float = Field(0.996, ge=0, lt=1, description="of the moving average of the weights")
    generalist: str = Field("", description="timm name of a second network that stays as it comes; or none")
    generalist_weights: str = Field("package", description="like weights; of the generalist")
    generalist_dimension: int = Field(96, ge=2, le=4096, description="of its part of the embedding")
    alpha: float | None = Field(
        None,
        ge=0,
        le=1,
        description="how far from the start to the trained weights; else chosen",
    )
    shares: tuple[Annotated[float, Field(ge=0, le=1)], ...] | None = Field(
        None,
        description="the generalist's part for pictures like each data set's, as 0.2,0.7; chosen likewise",
    )
    threshold: float | None = Field(
        None, gt=0, lt=2, description="distance between known and unknown; taken from unseen classes likewise"
    )

    @field_validator("shares", mode="before")
    @classmethod
    def _from_words(cls, value: object) -> object:
        """`0.2,0.7` as an option gives it."""
        return tuple(value.split(",")) if isinstance(value, str) else value


Settings = ProductSettings
RECIPES: dict[str, type[RecipeSettings]] = {
    "paper": PaperSettings,
    "product": ProductSettings,
    "softmax": SoftmaxSettings,
    "random-triplets": RandomTripletSettings,
}
