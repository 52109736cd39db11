"""Items of the source to transactions of the projection: one block one, final blocks many at a time."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from hashlib import sha256

from hashtagspace.chain.deployment import Deployment
from hashtagspace.chain.errors import InconsistentChain
from hashtagspace.domain.documents import MAX_CONTENT_BYTES
from hashtagspace.domain.events import Published, PublishedInline
from hashtagspace.domain.market_events import MarketEvent
from hashtagspace.domain.people_events import PeopleEvent
from hashtagspace.domain.people_terms import PeopleTerms
from hashtagspace.errors import Conflict
from hashtagspace.indexer.stream import Block, Reorg
from hashtagspace.indexer.verify import read_document
from hashtagspace.indexer.words import publication_row
from hashtagspace.store.projection import Change, Projection
from hashtagspace.store.write_checkpoint import Header, Origin, Progress
from hashtagspace.store.write_content import DocumentRow
from hashtagspace.store.write_facts import FactRows

KeepDocument = Callable[[bytes], None]


class Projector:
    """Moves the projection from checkpoint to checkpoint; `progress` is where it stands."""

    def __init__(
        self,
        projection: Projection,
        deployment: Deployment,
        clock: Callable[[], float],
        keep_document: KeepDocument = lambda _data: None,
    ) -> None:
        """`keep_document` is handed the bytes of documents that were published on chain."""
        self._projection = projection
        self._deployment = deployment
        self._domain = deployment.intent_domain
        self._clock = clock
        self._keep_document = keep_document
        self.progress = Progress(Header(0, b"", 0), 0, 0)

    def open(self, start: Header, people: PeopleTerms | None = None) -> Progress:
        """The database is ready for this deployment; raises `store.*`."""
        d = self._deployment
        origin = Origin(d.chain_id, d.profile_registry, d.post_registry, d.data_market, start, people)
        self.progress = self._projection.open(origin, self._now())
        return self.progress

    def apply(self, blocks: Sequence[Block], head_number: int, *, is_live: bool) -> None:
        """The blocks, which follow the checkpoint, are in the tables. One transaction.

        Raises `chain.inconsistent` on events that no chain with the earlier ones can hold.
        """
        facts, documents = FactRows(), []
        for block in blocks:
            if block.events:
                facts.add_block(block.number, block.block_hash, block.time_seconds)
                documents += self._gather(facts, block)
        last = blocks[-1]
        # The journal needs every block near the head, and of a range the last one.
        headers = [_header(block) for block in (blocks if is_live else [last])]
        after = Progress(_header(last), self.progress.final_number, head_number)
        change = Change(self.progress, after, self._now())
        try:
            self._projection.write_blocks(facts, documents, headers, change, is_live=is_live)
        except Conflict as error:
            raise InconsistentChain(str(error)) from None
        self.progress = after

    def undo(self, reorg: Reorg, head_number: int) -> None:
        """Nothing above the ancestor is left. One transaction."""
        tip = Header(reorg.number, reorg.block_hash, reorg.time_seconds)
        after = Progress(tip, min(self.progress.final_number, tip.number), head_number)
        self._projection.undo(Change(self.progress, after, self._now()))
        self.progress = after

    def finalise(self, number: int, head_number: int) -> None:
        """Readers may call blocks up to `number` final."""
        after = replace(self.progress, final_number=number, head_number=head_number)
        self._projection.finalise(Change(self.progress, after, self._now()))
        self.progress = after

    def _gather(self, facts: FactRows, block: Block) -> list[DocumentRow]:
        documents = []
        for event in block.events:
            if isinstance(event, Published | PublishedInline):
                facts.add_publication(publication_row(event, block.time_seconds, self._domain))
                if isinstance(event, PublishedInline) and len(event.content) <= MAX_CONTENT_BYTES:
                    documents.append(read_document(sha256(event.content).digest(), event.content))
                    self._keep_document(event.content)
            elif isinstance(event, MarketEvent):
                facts.add_market_event(event, block.time_seconds)
            elif isinstance(event, PeopleEvent):
                facts.add_people_event(event, block.time_seconds)
            else:
                facts.add_event(event, block.time_seconds)
        return documents

    def _now(self) -> int:
        return int(self._clock())


def _header(block: Block) -> Header:
    return Header(block.number, block.block_hash, block.time_seconds)
