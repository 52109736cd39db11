"""Why a profile has its level, in a gateway's words: the same as on its page."""

from dataclasses import dataclass
from typing import Any

from hashtagspace.client.gateway import Gateway


@dataclass(frozen=True, slots=True)
class Explanation:
    """`document` as the gateway gives it (`/v1/profiles/{id}/personhood`), and its sentences."""

    document: dict[str, Any]
    lines: list[str]


def explain_level(gateway_url: str, profile: int) -> Explanation:
    """The profile's level with its reasons; raises `profile.unknown`, `gateway.unreachable`.

    A gateway's word: `Person.standing` computes the numbers from the chain.
    """
    document: dict[str, Any] = Gateway(gateway_url).get(f"/v1/profiles/{profile}/personhood", dict[str, Any])
    parts = [document.get("sentence"), *(_read_sentence(one) for one in document.get("missing") or [])]
    parts += [_read_sentence(document.get(name)) for name in ("coverage", "appeal")]
    return Explanation(document, [part for part in parts if isinstance(part, str)])


def _read_sentence(part: object) -> object:
    return part.get("sentence") if isinstance(part, dict) else None
