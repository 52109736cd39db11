"""The header by which a buyer shows that it is the buyer."""

import re
from typing import Any, Final

from flask import Request

from hashtagspace.depot.answers import BuyerAccess
from hashtagspace.errors import Refused

_FORM: Final = re.compile(r"Hashtagspace deadline=([0-9]{1,16}),\s*signature=0x((?:[0-9a-fA-F]{2}){1,4096})")
ACCESS_HEADER: Final[dict[str, Any]] = {
    "parameters": [
        {
            "name": "Authorization",
            "in": "header",
            "required": True,
            "description": "`Hashtagspace deadline=<Unix seconds>,signature=0x…`: EIP-712 "
            "`OffersAccess(address buyer,uint64 deadline)` in the market's domain, by the offer's buyer, "
            "at most 24 hours ahead",
            "schema": {"type": "string"},
        }
    ]
}


class AccessMissing(Refused):
    """The request does not show that it comes from the buyer."""

    code = "access.missing"


def read_access(request: Request) -> BuyerAccess:
    """The buyer's signature; raises `access.missing`."""
    found = _FORM.fullmatch(request.headers.get("Authorization", ""))
    if found is None:
        raise AccessMissing(
            "Only the buyer reads responses: send Authorization: Hashtagspace deadline=…,signature=0x… "
            "(OffersAccess, signed by the offer's wallet)."
        )
    return BuyerAccess(int(found[1]), bytes.fromhex(found[2]))
