"""The compiled contracts, from Brownie."""

import logging
import threading
import warnings
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from deployment.failure import DeployError
from deployment.plan import CONTRACTS, Step


@dataclass(frozen=True, slots=True)
class Project:
    """Brownie's containers of the contracts that are deployed, and what compiled them."""

    containers: dict[str, Any]
    compiler: dict[str, Any]

    def creation_code(self, step: Step) -> str:
        """Creation code with the constructor's arguments, hex."""
        code = str(self.containers[step.name].deploy.encode_input(*_lists(step.arguments)))
        return code if code.startswith("0x") else "0x" + code

    def abi(self, name: str) -> list[dict[str, Any]]:
        """The contract's ABI."""
        return list(self.containers[name].abi)


def load_project(root: Path) -> Project:
    """Brownie's project, compiled anew where a source has changed."""
    from brownie import project  # noqa: PLC0415 - slow, and not needed when all is deployed

    _quieten()
    loaded = project.load(str(root), name="Hashtagspace")
    missing = [name for name in CONTRACTS if name not in loaded]
    if missing:
        raise DeployError(
            f"Brownie did not compile {', '.join(missing)}: run `make contracts` and read its words."
        )
    solc = loaded._compiler_config["solc"]  # noqa: SLF001 - the only place that knows viaIR
    build = loaded[CONTRACTS[0]]._build["compiler"]  # noqa: SLF001
    settings = {
        "evmVersion": build["evm_version"],
        "optimizer": dict(build["optimizer"]),
        "viaIR": bool(solc.get("viaIR", False)),
    }
    return Project(
        {name: loaded[name] for name in CONTRACTS}, {"version": build["version"], "settings": settings}
    )


def _lists(arguments: tuple[Any, ...]) -> list[Any]:
    return [list(value) if isinstance(value, tuple) else value for value in arguments]


def _quieten() -> None:
    """Brownie's own threads and warnings do not write between our lines."""
    threading.excepthook = lambda _args: None
    warnings.simplefilter("ignore")
    logging.disable(logging.WARNING)
