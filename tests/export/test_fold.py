from __future__ import annotations

import pytest

pytest.importorskip("torch", reason="torch is not installed (pip install checkout-edge[train])")
pytest.importorskip("onnx", reason="onnx is not installed (pip install checkout-edge[export])")

import torch
from torch import Tensor, nn

from export.fold import Folded, Normalise, Shift, first_convolution, pads
from export.onnx import Deployed
from train.embedder import Branch, Embedder, Generalist, Shape

NAMES = {
    "tf_mobilenetv1_100": (0.5, "TensorFlow's padding, as shipped"),
    "tf_efficientnet_lite0": (0.5, "the same, another family"),
    "test_efficientnet": (0.485, "ImageNet's mean and deviation, pads on all sides"),
}


def embedder(name: str, generalist: str | None = None) -> Embedder:
    torch.manual_seed(0)
    beside = Generalist(generalist, 4, (0.3,)) if generalist else None
    made = Embedder(Shape(name, 16, 64, generalist=beside))
    for module in made.modules():
        if isinstance(module, nn.BatchNorm2d):  # an untrained one hides what is wrong before it
            nn.init.normal_(module.running_mean, std=0.1)  # type: ignore[arg-type]
            nn.init.uniform_(module.weight, 0.5, 1.5)
    nn.init.normal_(made.head.weight)
    return made.eval()


def crops(size: int = 64) -> Tensor:
    torch.manual_seed(1)
    flat = torch.randint(0, 256, (4, 1, 1, 3), dtype=torch.uint8).expand(4, size, size, 3)
    return torch.cat([torch.randint(0, 256, (4, size, size, 3), dtype=torch.uint8), flat])


@torch.no_grad()
def assert_same(made: Embedder, images: Tensor) -> Folded:
    folded = Folded(made)
    expected, found = Deployed(made)(images), folded(images)
    assert (expected * found).sum(1).min() > 1 - 1e-6
    assert (expected - found).abs().max() < 1e-5
    return folded


@pytest.mark.parametrize("name", NAMES)
def test_folded_is_the_same_network(name: str) -> None:
    made = embedder(name)
    assert 0.5 - float(made.offset[0]) == pytest.approx(NAMES[name][0], abs=1e-3)  # type: ignore[index]
    folded = assert_same(made, crops())
    assert isinstance(folded.shift, Shift)
    assert folded.embedder.scaled
    assert not any(isinstance(module, Normalise) for module in folded.modules())


def test_an_odd_size_pads_otherwise_and_is_the_same() -> None:
    made = embedder("tf_mobilenetv1_100")
    assert_same(made, crops(63))


def test_two_branches_of_one_shift_share_it() -> None:
    folded = assert_same(embedder("tf_mobilenetv1_100", "tf_efficientnet_lite0"), crops())
    assert sum(isinstance(module, Shift) for module in folded.modules()) == 1


def test_branches_of_two_shifts_have_two() -> None:
    folded = assert_same(embedder("test_efficientnet", "tf_mobilenetv1_100"), crops())
    assert sum(isinstance(module, Shift) for module in folded.modules()) == 2


def test_what_does_not_pad_takes_the_shift_into_its_bias() -> None:
    made = embedder("test_efficientnet")
    made.backbone.conv_stem.padding = (0, 0)  # type: ignore[union-attr]
    folded = assert_same(made, crops())
    assert not any(isinstance(module, Shift) for module in folded.modules())
    assert folded.embedder.backbone.conv_stem.bias is not None  # type: ignore[union-attr]


def test_the_shift_in_the_bias_of_what_pads_would_not_be_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    made = embedder("tf_mobilenetv1_100")
    monkeypatch.setattr("export.fold.pads", lambda _: False)
    with torch.no_grad():
        assert (Deployed(made)(crops()) - Folded(made)(crops())).abs().max() > 1e-3


class Tapped(nn.Module):
    """A backbone that looks at the image twice: nothing to fold into."""

    num_features = 4

    def __init__(self) -> None:
        super().__init__()
        self.first, self.second = nn.Conv2d(3, 4, 3), nn.Conv2d(3, 4, 3)

    def forward(self, images: Tensor) -> Tensor:
        features: Tensor = (self.first(images) * self.second(images)).relu()
        return features


def test_what_cannot_be_folded_is_normalised_before() -> None:
    made = embedder("test_efficientnet")
    made.backbone, made.head = Tapped(), nn.Linear(4, 16)
    nn.init.normal_(made.head.weight)
    folded = assert_same(made, crops())
    assert any(isinstance(module, Normalise) for module in folded.modules())


def test_the_embedder_itself_is_left_as_it_is() -> None:
    made = embedder("test_efficientnet").train()
    before = {key: value.clone() for key, value in made.state_dict().items()}
    Folded(made)
    assert all(torch.equal(before[key], value) for key, value in made.state_dict().items())
    assert not made.scaled or made.offset.abs().sum() == 0  # type: ignore[operator]


def test_which_convolution_is_first() -> None:
    branch = Branch("tf_mobilenetv1_100", 4).eval()
    first = first_convolution(branch.backbone, 64)
    assert first is branch.backbone.conv_stem
    assert pads(first)
    assert pads(None)
    assert not pads(nn.Conv2d(3, 4, 3))
    assert pads(nn.Conv2d(3, 4, 3, padding=1))
    assert pads(nn.Conv2d(3, 4, 3, padding="same"))
