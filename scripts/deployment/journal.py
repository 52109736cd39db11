"""The journal: everything a later run must know, written before the step it tells of.

The nonces and addresses are fixed when it begins, so whatever happens there is one possible transaction a
step.
"""

import json
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from deployment.disk import write_json
from deployment.failure import DeployError
from deployment.plan import Parameters, Step, build_steps


@dataclass(slots=True)
class Attempt:
    """One transaction that may have been sent; `hash` and `raw` are None where the node signs."""

    hash: str | None
    raw: str | None
    gas: int
    max_fee_wei: int
    priority_fee_wei: int


@dataclass(slots=True)
class Journal:
    """One deployment under way."""

    path: Path
    chain_id: int
    genesis_hash: str
    deployer: str
    first_nonce: int
    parameters: Parameters
    code_hashes: dict[str, str]
    standing: dict[str, str] = field(default_factory=dict)
    """Addresses of the contracts that an earlier deployment made and this one builds upon."""
    attempts: dict[str, list[Attempt]] = field(default_factory=dict)

    @property
    def steps(self) -> tuple[Step, ...]:
        """The plan, the same in every run."""
        return build_steps(self.parameters, self.deployer, self.first_nonce, self.standing)

    def attempts_of(self, step: Step) -> list[Attempt]:
        """What may have been sent for a step, oldest first."""
        return self.attempts.setdefault(step.name, [])

    def save(self) -> None:
        """The file says what this object says."""
        value = {name: getattr(self, name) for name in self.__slots__ if name not in ("path", "attempts")}
        value["parameters"] = asdict(self.parameters)
        value["attempts"] = {name: [asdict(a) for a in tried] for name, tried in self.attempts.items()}
        write_json(self.path, value)

    def remove(self) -> None:
        """The deployment is no longer under way. Idempotent."""
        self.path.unlink(missing_ok=True)

    def set_aside(self) -> Path:
        """The file is kept under another name; the next run begins anew."""
        for number in range(1, 1000):
            target = self.path.with_name(f"{self.path.name}.abandoned-{number}")
            if not target.exists():
                self.path.rename(target)
                return target
        raise DeployError(f"{self.path.parent} is full of abandoned journals: remove some.")


def find_journal(path: Path) -> Journal | None:
    """The deployment under way, None where there is none; raises when the file does not read."""
    try:
        value: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
        attempts = {name: [Attempt(**a) for a in tried] for name, tried in value.pop("attempts").items()}
        given = value.pop("parameters")
        parameters = Parameters(**{**given, "founders": tuple(given.get("founders", ()))})
        return Journal(path=path, parameters=parameters, attempts=attempts, **value)
    except FileNotFoundError:
        return None
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        raise DeployError(
            f"{path} does not read ({error}): look up the deployer's last transactions, then move the file "
            "away."
        ) from None
