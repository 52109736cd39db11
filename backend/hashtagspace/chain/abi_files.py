"""The contracts' ABIs as the compiler wrote them; `make generate` renews the files."""

import json
from functools import cache
from importlib import resources
from typing import Any


@cache
def load_abi(name: str) -> list[dict[str, Any]]:
    """The ABI of a contract; raises FileNotFoundError for an unknown name."""
    text = resources.files("hashtagspace.chain").joinpath("abi", f"{name}.json").read_text("utf-8")
    return list(json.loads(text))
