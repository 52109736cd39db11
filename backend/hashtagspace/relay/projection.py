"""The indexer's tables as the relay's projection; while they are away the relay asks the chain alone."""

from collections.abc import Sequence

from hashtagspace.chain.relay_reads import Authority, Span
from hashtagspace.errors import StoreUnavailable
from hashtagspace.relay.ports import Inclusion
from hashtagspace.store.read_deals import find_deal
from hashtagspace.store.reader import Reader
from hashtagspace.store.relay_view import list_spans, map_inclusions, read_indexed_number, read_level


class IndexedProjection:
    """Reads what is indexed. A database that does not answer knows nothing: the chain is asked instead."""

    def __init__(self, reader: Reader) -> None:
        self._reader = reader

    def find_inclusions(self, intent_ids: Sequence[bytes]) -> dict[bytes, Inclusion]:
        """What the chain holds of these intents, as far as it is indexed."""
        try:
            with self._reader.connection() as connection:
                found = map_inclusions(connection, intent_ids)
        except StoreUnavailable:
            return {}
        return {
            intent_id: Inclusion(
                "final" if record.is_final else "anchored", record.fault, record.block_number, record.tx_hash
            )
            for intent_id, record in found.items()
        }

    def find_authority(self, profile: int, signer: bytes) -> Authority | None:
        """What is indexed of the signer, None if nothing is."""
        try:
            with self._reader.connection() as connection:
                spans = list_spans(connection, profile, signer)
        except StoreUnavailable:
            return None
        if not spans:
            return None
        return Authority(tuple(Span(span.from_time, span.until_time, span.kinds) for span in spans))

    def find_accept_block(self, deal: bytes) -> int | None:
        """The block that accepted the deal's consent, None where that is not indexed."""
        try:
            with self._reader.connection() as connection:
                found = find_deal(connection, deal)
        except StoreUnavailable:
            return None
        return None if found is None else found.accept_block

    def find_level(self, profile: int) -> int:
        """The profile's personhood level, 0 where it is not indexed."""
        try:
            with self._reader.connection() as connection:
                return read_level(connection, profile)
        except StoreUnavailable:
            return 0

    def read_block_number(self) -> int:
        """The last block that is indexed, -1 where nothing is or the database does not answer."""
        try:
            with self._reader.connection() as connection:
                return read_indexed_number(connection)
        except StoreUnavailable:
            return -1
