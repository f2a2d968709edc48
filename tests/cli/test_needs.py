from __future__ import annotations

import pytest

from gallery.errors import InputError
from train.cli.needs import needs


def test_what_is_missing_is_named_with_its_remedy() -> None:
    needs(["json", "numpy"], "train")
    with pytest.raises(InputError, match="`checkout-edge train` needs no_such_module") as caught:
        needs(["numpy", "no_such_module"], "train")
    assert caught.value.remedy == "pip install 'checkout-edge[train]'"
    with pytest.raises(InputError, match="this command needs no_such_module"):
        needs(["no_such_module"], "")
