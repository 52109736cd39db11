"""The header by which a buyer shows that it is the buyer."""

import re
from typing import Any, Final

from flask import Request

from hashtagspace.config import Settings, origin_of
from hashtagspace.depot.answers import BuyerAccess
from hashtagspace.errors import Refused

_FORM: Final = re.compile(
    r"Hashtagspace gateway=(https?://[^\s,]{1,256}),\s*deadline=([0-9]{1,16}),"
    r"\s*signature=0x((?:[0-9a-fA-F]{2}){1,4096})"
)
_LOOPBACK: Final = re.compile(r"(localhost|127\.0\.0\.1|\[::1\])(:[0-9]{1,5})?")
ACCESS_HEADER: Final[dict[str, Any]] = {
    "parameters": [
        {
            "name": "Authorization",
            "in": "header",
            "required": True,
            "description": "`Hashtagspace gateway=<origin>,deadline=<Unix seconds>,signature=0x…`: EIP-712 "
            "`OffersAccess(address buyer,string gateway,uint64 deadline)` in the market's domain, by the "
            "offer's buyer, for this gateway's own origin such as `https://example.org`, at most 24 hours "
            "ahead",
            "schema": {"type": "string"},
        }
    ]
}


class AccessMissing(Refused):
    """The request does not show that it comes from the buyer."""

    code = "access.missing"


class AccessElsewhere(Refused):
    """The access was signed for another gateway, which may have passed it on."""

    code = "access.gateway"


def read_access(request: Request, settings: Settings) -> BuyerAccess:
    """The buyer's signature for this gateway; raises `access.missing`, `access.gateway`."""
    found = _FORM.fullmatch(request.headers.get("Authorization", ""))
    if found is None:
        raise AccessMissing(
            "Only the buyer reads responses: send Authorization: Hashtagspace gateway=…,deadline=…,"
            "signature=0x… (OffersAccess, signed by the offer's wallet)."
        )
    own = _list_origins(request, settings)
    if found[1] not in own:
        raise AccessElsewhere(
            f"This access was signed for another gateway than {own[0]}: open this gateway by that address "
            "and sign again. If people reach it by another one, its operator sets HASHTAGSPACE_PUBLIC_URL."
        )
    return BuyerAccess(found[1], int(found[2]), bytes.fromhex(found[3]))


def _list_origins(request: Request, settings: Settings) -> list[str]:
    """Whose sign-ins count here: the public address, never what a request says of itself.

    Whoever replays an access chooses its Host too. Only a developer's own machine has several names.
    """
    own = [origin_of(settings.public_url)]
    host = request.headers.get("Host", "")
    if settings.dev and _LOOPBACK.fullmatch(host):
        own.append(origin_of(f"{request.scheme}://{host}"))
    return own
