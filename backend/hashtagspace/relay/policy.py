"""Which intents this relay takes: everything the chain's readers will judge, judged before it costs gas."""

from collections import OrderedDict
from dataclasses import dataclass
from typing import Final

from hashtagspace.chain.relay_reads import Authority
from hashtagspace.chain.signatures import find_signer, recover_signer
from hashtagspace.domain.cid import cid_of_digest
from hashtagspace.domain.content import content_digest, parse_content
from hashtagspace.domain.documents import (
    Document,
    LabelDocument,
    PostDocument,
    ProfileDocument,
    ReactionDocument,
)
from hashtagspace.domain.intent import RECORD_BYTES, Intent, IntentDomain, record_id
from hashtagspace.domain.kinds import DOCUMENT_TYPES, DocumentType
from hashtagspace.domain.terms import TermsDocument
from hashtagspace.domain.validity import (
    MAX_AGE_SECONDS,
    MAX_AHEAD_SECONDS,
    parse_intent,
    verify_document_type,
)
from hashtagspace.errors import InvalidContent, InvalidIntent
from hashtagspace.relay.answers import IntentSubmission
from hashtagspace.relay.authority import AuthorityReader
from hashtagspace.relay.moments import ChainClock
from hashtagspace.relay.ports import BlockKeeper
from hashtagspace.store.outbox_engine import Outbox
from hashtagspace.store.outbox_intents import NewIntent, find_document

KEY_LIFE_SECONDS: Final = 3600
AGE_MARGIN_SECONDS: Final = 3600
OTHER_CHAINS: Final = (
    1,
    10,
    56,
    100,
    137,
    1337,
    8453,
    31337,
    42161,
    59144,
    80002,
    84532,
    421614,
    11155111,
    11155420,
)
_KNOWN_DOCUMENTS: Final = 20_000


@dataclass(frozen=True, slots=True)
class Acceptable:
    """An intent that may be kept, with its document if that came along."""

    intent: NewIntent
    document: tuple[bytes, bytes] | None


class IntentPolicy:
    """Judges one submission after another; remembers only which documents it has seen whole."""

    def __init__(
        self,
        domain: IntentDomain,
        authority: AuthorityReader,
        clock: ChainClock,
        content: BlockKeeper,
        outbox: Outbox,
    ) -> None:
        self._domain = domain
        self._authority = authority
        self._clock = clock
        self._content = content
        self._outbox = outbox
        self._documents: OrderedDict[bytes, DocumentType] = OrderedDict()

    def parse(self, submission: IntentSubmission) -> tuple[bytes, Intent]:
        """The intent and its id; raises `intent.*` if the record can never count."""
        intent = parse_intent(submission.record)
        return record_id(submission.record, self._domain), intent

    def find_id(self, submission: IntentSubmission) -> bytes | None:
        """The id of a record that may be unfit, None if it is no record at all."""
        if len(submission.record) != RECORD_BYTES:
            return None
        return record_id(submission.record, self._domain)

    def judge(self, submission: IntentSubmission, intent_id: bytes, intent: Intent) -> Acceptable:
        """The intent, ready to be kept; raises `intent.*`, `signature.*`, `content.*`, `*.unavailable`."""
        signer = recover_signer(intent_id, submission.signature)
        self._judge_date(intent)
        self._judge_signer(submission, intent, signer)
        document = self._judge_content(intent, submission.content)
        kept = NewIntent(
            intent_id,
            intent.profile,
            intent.created_at_ms,
            submission.record,
            submission.signature,
            signer,
            self._clock.wall_ms(),
        )
        return Acceptable(kept, document)

    def _judge_date(self, intent: Intent) -> None:
        moment = self._clock.now()
        if intent.created_at_ms > (moment.latest_seconds + MAX_AHEAD_SECONDS) * 1000:
            raise InvalidIntent(
                "The intent is dated over 10 minutes ahead; set the clock right and sign it again.",
                code="intent.future",
            )
        if intent.created_at_ms < (moment.chain_seconds - MAX_AGE_SECONDS + AGE_MARGIN_SECONDS) * 1000:
            raise InvalidIntent(
                "The intent is dated nearly 7 days ago or more; sign it again with today's date.",
                code="intent.too_old",
            )

    def _judge_signer(self, submission: IntentSubmission, intent: Intent, signer: bytes) -> None:
        now = self._clock.now().chain_seconds
        standing = self._authority.read(intent.profile, signer, intent.kind, now + KEY_LIFE_SECONDS)
        if standing.authority.allows(intent.kind, now + KEY_LIFE_SECONDS):
            return
        if standing.authority.allows(intent.kind, now):
            raise InvalidIntent(
                "The session key ends in less than an hour; authorise a fresh one and sign again.",
                code="intent.key_expiring",
            )
        if not standing.authority.spans and not standing.authority.is_revoked:
            self._judge_other_chains(submission, intent)
        raise explain_refusal(standing.authority, intent.kind, now)

    def _judge_other_chains(self, submission: IntentSubmission, intent: Intent) -> None:
        """Raises `intent.wrong_chain` if the signature is by a right key, but for another chain.

        Asks no node, so that a stranger's nonsense costs this gateway nothing.
        """
        now = self._clock.now().chain_seconds
        for chain_id in OTHER_CHAINS:
            other = IntentDomain(chain_id, self._domain.post_registry)
            if chain_id == self._domain.chain_id:
                continue
            signer = find_signer(record_id(submission.record, other), submission.signature)
            if signer is not None and self._authority.is_indexed(intent.profile, signer, intent.kind, now):
                raise InvalidIntent(
                    f"The intent was signed for chain {chain_id}, this gateway serves chain "
                    f"{self._domain.chain_id}: switch the wallet's network and sign again.",
                    code="intent.wrong_chain",
                )

    def _judge_content(self, intent: Intent, data: bytes | None) -> tuple[bytes, bytes] | None:
        if DOCUMENT_TYPES[intent.kind] is None:
            if data is not None:
                raise InvalidContent("This kind of intent carries no document.", code="content.wrong_type")
            return None
        if data is None:
            verify_document_type(intent.kind, self._find_document_type(intent.content))
            return None
        if content_digest(data) != intent.content:
            raise InvalidContent(
                "The document is not the one that was signed: its digest differs.", code="content.digest"
            )
        verify_document_type(intent.kind, self._remember(intent.content, data))
        return intent.content, data

    def _find_document_type(self, digest: bytes) -> DocumentType:
        known = self._documents.get(digest)
        if known is not None:
            return known
        with self._outbox.read() as connection:
            data = find_document(connection, self._outbox.network_id, digest)
        data = find_held(self._content, digest) if data is None else data
        if data is None:
            raise InvalidContent(
                "The intent's document is not here: send it along, or upload it to /v1/content first.",
                code="content.missing",
            )
        return self._remember(digest, data)

    def _remember(self, digest: bytes, data: bytes) -> DocumentType:
        found = self._documents.get(digest)
        if found is None:
            found = type_of_document(parse_content(data))
            self._documents[digest] = found
            if len(self._documents) > _KNOWN_DOCUMENTS:
                self._documents.popitem(last=False)
        return found


def find_held(content: BlockKeeper, digest: bytes) -> bytes | None:
    """The bytes if this gateway has them; a network is not asked, which a caller could make wait for ever."""
    cid = cid_of_digest(digest)
    return content.find_block(cid) if content.has_block(cid) else None


def type_of_document(document: Document) -> DocumentType:
    """The type member of a parsed document."""
    match document:
        case PostDocument():
            return DocumentType.POST
        case ProfileDocument():
            return DocumentType.PROFILE
        case ReactionDocument():
            return DocumentType.REACTION
        case LabelDocument():
            return DocumentType.LABEL
        case TermsDocument():
            return DocumentType.TERMS


def explain_refusal(authority: Authority, kind: int, t: int) -> InvalidIntent:
    """Why a signer without the right to `kind` at `t` lacks it, as the code a page can act on."""
    if authority.is_revoked:
        return InvalidIntent("The session key was revoked; authorise a fresh one.", code="intent.key_revoked")
    if any(span.until_seconds <= t and span.kinds >> kind & 1 for span in authority.spans):
        return InvalidIntent(
            "The session key has ended; authorise a fresh one and sign again.", code="intent.key_expired"
        )
    if authority.spans and not any(span.kinds >> kind & 1 for span in authority.spans):
        return InvalidIntent(
            "The session key may not sign this kind of intent; authorise one that may.",
            code="intent.key_kind",
        )
    return InvalidIntent(
        "The signer is neither the profile's wallet nor one of its session keys: sign with one of these, "
        "for this network and profile.",
        code="intent.unauthorised",
    )
