"""The proof of a delivery, found in the calldata of the transaction that delivered.

The contract's events repeat D, not its proof. Whoever is about to open or contest a record wants the proof
for the digest computed at home: a lying node cannot make one.
"""

from typing import Final

from hashtagspace.market.dleq import Proof, Statement, verify_proof
from hashtagspace.market.errors import InvalidDelivery

_WORD: Final = 32
_PROOF_WORDS: Final = 7
_MOST_PLACES: Final = 64


def find_proof(calldata: bytes, statement: Statement) -> Proof | None:
    """The proof that stands behind D's two words, whoever wrapped the call; None where none holds."""
    product = statement.product
    needle = product.x.to_bytes(_WORD, "big") + product.parity.to_bytes(_WORD, "big")
    at = calldata.find(needle)
    for _ in range(_MOST_PLACES):
        if at < 0:
            return None
        start = at + len(needle)
        words = calldata[start : start + _WORD * _PROOF_WORDS]
        if len(words) == _WORD * _PROOF_WORDS:
            numbers = (int.from_bytes(words[i : i + _WORD], "big") for i in range(0, len(words), _WORD))
            proof = Proof(*numbers)
            if _holds(statement, proof):
                return proof
        at = calldata.find(needle, at + 1)
    return None


def _holds(statement: Statement, proof: Proof) -> bool:
    try:
        verify_proof(statement, proof)
    except InvalidDelivery:
        return False
    return True
