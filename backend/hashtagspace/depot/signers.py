"""Who may act for a profile here: its custody, or a session key that may post."""

from hashtagspace.chain.signatures import find_signer
from hashtagspace.depot.errors import NotEntitled
from hashtagspace.depot.ports import Authorities, Wallets
from hashtagspace.domain.kinds import Kind
from hashtagspace.relay.moments import ChainClock
from hashtagspace.store.read_checkpoint import find_checkpoint
from hashtagspace.store.read_profiles import find_profile
from hashtagspace.store.reader import Reader


class SignerCheck:
    """Asks the projection first, then the chain. Thread-safe."""

    def __init__(self, reader: Reader, authorities: Authorities, wallets: Wallets, clock: ChainClock) -> None:
        self._reader = reader
        self._authorities = authorities
        self._wallets = wallets
        self._clock = clock

    def require(self, profile: int, digest: bytes, signature: bytes, code: str) -> None:
        """Raises `code` unless custody or a session key that may post signed; raises `chain.*`."""
        signer, now = find_signer(digest, signature), self._now()
        if signer is not None:
            standing = self._authorities.read(profile, signer, Kind.POST, now)
            if standing.authority.allows(Kind.POST, now):
                return
        elif self._is_signed_by_custody(profile, digest, signature):
            return
        raise NotEntitled(
            "This is not signed by the profile's wallet, nor by one of its session keys that may post.",
            code=code,
        )

    def require_custody(self, profile: int, digest: bytes, signature: bytes, code: str) -> None:
        """Raises `code` unless the profile's custody itself signed; raises `chain.*`."""
        if not self._is_signed_by_custody(profile, digest, signature):
            raise NotEntitled(
                "This takes what was kept before away: it must be signed by the profile's wallet itself.",
                code=code,
            )

    def _now(self) -> int:
        """The chain's time, as the node or, where that is away, the projection last told it."""
        with self._reader.connection() as connection:
            checkpoint = find_checkpoint(connection)
        indexed = 0 if checkpoint is None else checkpoint.indexed_time
        return max(self._clock.now().chain_seconds, indexed)

    def _is_signed_by_custody(self, profile: int, digest: bytes, signature: bytes) -> bool:
        with self._reader.connection() as connection:
            found = find_profile(connection, profile)
        return found is not None and self._wallets.is_signed_by(found.custody, digest, signature)
