"""Settings of a run from a TOML file and from options; options win."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from gallery.errors import InputError
from train.settings import RECIPES, RecipeSettings

if sys.version_info >= (3, 11):
    import tomllib
else:
    import tomli as tomllib


def choose_settings(
    recipe: str, config: Path | None, options: dict[str, Any], pairs: list[str]
) -> RecipeSettings:
    """The settings of a recipe.

    Args:
        recipe: its name.
        config: a TOML file with some of them.
        options: those given as options; None is not given.
        pairs: `name=value` each, for all others.

    Raises:
        InputError: an unknown recipe, key or value; names key, value and remedy.
    """
    if recipe not in RECIPES:
        raise InputError(f"recipe {recipe}: not known", f"give one of {', '.join(sorted(RECIPES))}")
    given = {name: value for name, value in options.items() if value is not None}
    values = {**(_toml(config) if config else {}), **dict(map(_pair, pairs)), **given}
    return _validated(recipe, values)


def shared_settings(
    recipes: Sequence[str], config: Path | None, options: dict[str, Any], pairs: list[str]
) -> dict[str, RecipeSettings]:
    """The same for several recipes, each with those settings that it has.

    Raises:
        InputError: as `choose_settings`, by the recipe with the most settings, `paper`.
    """
    shared = choose_settings("paper", config, options, pairs)
    values = shared.model_dump(exclude={"recipe"}, exclude_unset=True)
    return {
        recipe: _validated(recipe, {k: v for k, v in values.items() if k in RECIPES[recipe].model_fields})
        for recipe in recipes
    }


def _validated(recipe: str, values: dict[str, Any]) -> RecipeSettings:
    try:
        return RECIPES[recipe].model_validate({"recipe": recipe, **values})
    except ValidationError as error:
        raise _refusal(RECIPES[recipe], error) from None


def _toml(path: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise InputError(
            f"settings file {path}: {error}", "give a TOML file with `name = value` lines"
        ) from None


def _pair(text: str) -> tuple[str, str]:
    name, found, value = text.partition("=")
    if not found:
        raise InputError(f"--set {text}: no value", "write --set name=value")
    return name.strip(), value.strip()


def _refusal(model: type[RecipeSettings], error: ValidationError) -> InputError:
    first = error.errors()[0]
    name = ".".join(map(str, first["loc"]))
    if first["type"] == "extra_forbidden":
        return InputError(f"setting {name}: not known", f"one of {', '.join(model.model_fields)}")
    field = model.model_fields.get(name)
    about = f"{name} is {field.description}" if field else "see docs/training.md"
    return InputError(f"setting {name} = {first['input']}: {first['msg']}", about)
