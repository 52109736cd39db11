"""What a contract's refusal is to who asked."""

from hashtagspace.chain.reverts import CallReverted
from hashtagspace.errors import HashtagspaceError, InvalidInput
from hashtagspace.relay.errors import CallConflict, CallRefused


def refuse_reverted(reverted: CallReverted) -> HashtagspaceError:
    """The relay's error for a call that the contract would revert."""
    revert = reverted.revert
    if revert.is_conflict:
        return CallConflict(revert.detail, code=revert.code)
    if revert.code in ("handle.malformed", "signature.wrong_signer"):
        return InvalidInput(revert.detail, code=revert.code)
    return CallRefused(revert.detail, code=revert.code)
