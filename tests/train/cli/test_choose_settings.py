from __future__ import annotations

from pathlib import Path

import pytest

from gallery.errors import InputError
from train.cli.choose_settings import choose_settings, shared_settings
from train.settings import RECIPES, PaperSettings, SoftmaxSettings


def test_options_win_over_set_and_set_over_the_file(tmp_path: Path) -> None:
    file = tmp_path / "run.toml"
    file.write_text("epochs = 3\nrate = 0.5\nmargin = 0.2\n")
    chosen = choose_settings("paper", file, {"epochs": 5, "size": None}, ["epochs=4", "rate=0.25"])
    assert isinstance(chosen, PaperSettings)
    assert (chosen.epochs, chosen.rate, chosen.margin, chosen.size) == (5, 0.25, 0.2, 224)


@pytest.mark.parametrize(
    ("pairs", "problem", "remedy"),
    [
        (["speed=9"], "setting speed: not known", "frozen_rate"),
        (["margin=-1"], "margin = -1", "margin is of the triplet loss"),
        (["epochs=many"], "epochs = many", "epochs of the whole network"),
        (["margin"], "--set margin", "name=value"),
    ],
)
def test_a_wrong_setting_names_key_value_and_remedy(pairs: list[str], problem: str, remedy: str) -> None:
    with pytest.raises(InputError) as error:
        choose_settings("paper", None, {}, pairs)
    assert problem in error.value.problem
    assert remedy in error.value.remedy


def test_an_unknown_recipe_names_the_known_ones() -> None:
    with pytest.raises(InputError, match="recipe soup") as error:
        choose_settings("soup", None, {}, [])
    assert all(recipe in error.value.remedy for recipe in RECIPES)


def test_a_file_that_is_no_toml_is_refused(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"absent\.toml"):
        choose_settings("paper", tmp_path / "absent.toml", {}, [])
    (tmp_path / "bad.toml").write_text("epochs: 3")
    with pytest.raises(InputError, match=r"bad\.toml"):
        choose_settings("paper", tmp_path / "bad.toml", {}, [])


def test_shared_settings_go_where_they_are_known() -> None:
    found = shared_settings(("softmax", "paper"), None, {"epochs": 2}, ["margin=0.5"])
    softmax, paper = found["softmax"], found["paper"]
    assert isinstance(softmax, SoftmaxSettings)
    assert isinstance(paper, PaperSettings)
    assert (softmax.epochs, paper.epochs, paper.margin) == (2, 2, 0.5)
    with pytest.raises(InputError, match="speed"):
        shared_settings(("softmax", "paper"), None, {}, ["speed=9"])


def test_all_three_recipes_of_the_table_have_the_same_budget() -> None:
    budget = ("classes", "per_class", "frozen_epochs", "frozen_patience", "frozen_rate", "epochs", "patience",
              "rate", "augment", "train_shots", "val_shots", "size", "backbone")  # fmt: skip
    budgets = [
        [getattr(RECIPES[recipe](), name) for name in budget]
        for recipe in ("paper", "softmax", "random-triplets")
    ]
    assert budgets[0] == budgets[1] == budgets[2]


def test_every_setting_says_what_it_is() -> None:
    fields = [(name, field) for model in RECIPES.values() for name, field in model.model_fields.items()]
    assert not [name for name, field in fields if name != "recipe" and not field.description]
