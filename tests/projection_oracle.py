"""What the tables must say, computed the slow way: with the domain's own functions, one intent at a time."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from hashlib import sha256

from hashtagspace.chain.signatures import find_signer
from hashtagspace.domain import events
from hashtagspace.domain.authorisation import CustodyPeriod, KeyGrant, is_authorised
from hashtagspace.domain.batch import verify_batch
from hashtagspace.domain.content import parse_content
from hashtagspace.domain.documents import (
    Document,
    LabelDocument,
    PostDocument,
    ProfileDocument,
    ReactionDocument,
)
from hashtagspace.domain.hashtag import find_hashtags
from hashtagspace.domain.intent import Intent, IntentDomain, decode_head, intent_id
from hashtagspace.domain.kinds import ZERO_WORD, Kind
from hashtagspace.domain.order import (
    MOST_ANCESTORS,
    MOST_ANCHORS,
    MOST_REACTIONS,
    fold_key,
    fold_post,
    sort_ms,
)
from hashtagspace.domain.validity import judge, judge_form
from hashtagspace.errors import InvalidInput
from hashtagspace.indexer.stream import Block

Place = tuple[int, int, int]
POSTS = (Kind.POST, Kind.REPLY, Kind.QUOTE, Kind.REPOST)


@dataclass
class Authority:
    """Custody periods and grants of one profile."""

    custodies: list[CustodyPeriod] = field(default_factory=list)
    grants: dict[bytes, KeyGrant] = field(default_factory=dict)


@dataclass(frozen=True)
class Valid:
    """An intent at its first valid inclusion."""

    intent: Intent
    place: Place
    time: int


class Oracle:
    """Answers from blocks and the content that is available."""

    def __init__(self, blocks: Iterable[Block], content: Mapping[bytes, bytes], domain: IntentDomain) -> None:
        self.blocks, self.content, self.domain = list(blocks), content, domain
        self.authority = self._authority()
        self.seen: set[bytes] = set()
        self.valid: dict[bytes, Valid] = {}
        for place, time, intent, signer in self._inclusions():
            identity = intent_id(intent, domain)
            self.seen.add(identity)
            if identity not in self.valid and self._counts(intent, signer, time):
                self.valid[identity] = Valid(intent, place, time)

    def _authority(self) -> dict[int, Authority]:
        found: defaultdict[int, Authority] = defaultdict(Authority)
        for block in self.blocks:
            for event in block.events:
                _learn(found, event, block.time_seconds)
        return found

    def _counts(self, intent: Intent, signer: bytes | None, time: int) -> bool:
        if signer is None or judge(intent, time) is not None:
            return False
        known = self.authority.get(intent.profile, Authority())
        return is_authorised(known.custodies, known.grants.get(signer), signer, intent.kind, time)

    def _inclusions(self) -> Iterator[tuple[Place, int, Intent, bytes | None]]:
        equal: Counter[tuple[bytes, bytes, int]] = Counter()
        for block in self.blocks:
            for event in block.events:
                number, index = event.checkpoint
                match event:
                    case events.Published() | events.PublishedInline():
                        intent = self._published(event)
                        if intent is not None:
                            yield (number, index, 0), block.time_seconds, intent, event.sender
                    case events.Anchored():
                        triple = (event.root, event.batch_digest, event.count)
                        equal[triple] += 1
                        if equal[triple] > MOST_ANCHORS:
                            continue
                        for position, (intent, signer) in self._batched(event):
                            yield (number, index, position), block.time_seconds, intent, signer

    def _published(self, event: events.Published | events.PublishedInline) -> Intent | None:
        inline = isinstance(event, events.PublishedInline)
        if inline and len(event.content) > 65_536:
            return None
        content = sha256(event.content).digest() if inline else event.content
        try:
            intent = decode_head(event.head, event.subject, content)
        except InvalidInput:
            return None
        return None if judge_form(intent) else intent

    def _batched(self, anchor: events.Anchored) -> Iterator[tuple[int, tuple[Intent, bytes | None]]]:
        data = self.content.get(anchor.batch_digest)
        if data is None:
            return
        try:
            records = verify_batch(data, anchor.batch_digest, anchor.count, anchor.root, self.domain)
        except InvalidInput:
            return
        for position, record in enumerate(records):
            if record.intent is not None:
                yield position, (record.intent, find_signer(record.intent_id, record.signature))

    def document(self, digest: bytes) -> Document | None:
        """The well-formed document of a digest, None when it is not here or malformed."""
        try:
            return parse_content(self.content[digest]) if digest in self.content else None
        except InvalidInput:
            return None

    def posts(self) -> dict[bytes, tuple[object, ...]]:
        """post id -> (profile, kind, current version, retracted, sort_ms, root, place)."""
        changes: defaultdict[bytes, list[tuple[bytes, Intent]]] = defaultdict(list)
        for identity, one in self.valid.items():
            if one.intent.kind in (Kind.EDIT, Kind.RETRACT):
                changes[one.intent.subject].append((identity, one.intent))
        found: dict[bytes, tuple[object, ...]] = {}
        for identity, one in self.valid.items():
            if one.intent.kind not in POSTS:
                continue
            own = changes[identity]
            if one.intent.kind is Kind.REPOST:
                own = [change for change in own if change[1].kind is Kind.RETRACT]
            state = fold_post(identity, one.intent.profile, own)
            when = sort_ms(one.intent.created_at_ms, one.time)
            root = self._root(identity)
            found[identity] = (
                one.intent.profile, one.intent.kind, state.current, state.retracted, when, root, one.place,
            )  # fmt: skip
        return found

    def _root(self, identity: bytes) -> bytes:
        for _ in range(MOST_ANCESTORS):
            one = self.valid.get(identity)
            if one is None or one.intent.kind is not Kind.REPLY:
                break
            identity = one.intent.subject
        return identity

    def _folds(self) -> dict[tuple[str, int, bytes, str], tuple[tuple[int, bytes], Kind, Document | None]]:
        winners: dict[tuple[str, int, bytes, str], tuple[tuple[int, bytes], Kind, Document | None]] = {}
        reacting = self._reacting()
        for identity, one in self.valid.items():
            intent, document, emoji = one.intent, self.document(one.intent.content), ""
            if intent.kind in (Kind.REACT, Kind.UNREACT):
                if identity not in reacting or not isinstance(document, ReactionDocument):
                    continue
                emoji = document.emoji
            if intent.kind is Kind.LABEL and not isinstance(document, LabelDocument):
                continue
            key = fold_key(intent, emoji)
            version = (intent.created_at_ms, identity)
            if key is not None and (key not in winners or version > winners[key][0]):
                winners[key] = (version, intent.kind, document)
        return winners

    def _reacting(self) -> set[bytes]:
        """Of each profile's reactions to a post the latest few, whatever they say."""
        own: defaultdict[tuple[int, bytes], list[tuple[int, bytes]]] = defaultdict(list)
        for identity, one in self.valid.items():
            if one.intent.kind in (Kind.REACT, Kind.UNREACT):
                own[one.intent.profile, one.intent.subject].append((one.intent.created_at_ms, identity))
        return {identity for many in own.values() for _, identity in sorted(many)[-MOST_REACTIONS:]}

    def relations(self) -> dict[str, set[tuple[object, ...]]]:
        """follows, tag_follows, reactions, reposts and labels that hold, without their checkpoints."""
        found: dict[str, set[tuple[object, ...]]] = {
            name: set() for name in ("follows", "tag_follows", "reactions", "reposts", "labels")
        }
        for (_, profile, subject, emoji), (_, kind, document) in self._folds().items():
            if kind is Kind.FOLLOW:
                found["follows"].add((profile, int.from_bytes(subject, "big")))
            elif kind is Kind.FOLLOW_TAG:
                found["tag_follows"].add((profile, subject))
            elif kind is Kind.REACT:
                found["reactions"].add((profile, subject, emoji))
            elif kind is Kind.LABEL and isinstance(document, LabelDocument):
                found["labels"].add((profile, subject, document.label))
        for identity, (profile, kind, _, retracted, *_rest) in self.posts().items():
            if kind is Kind.REPOST and not retracted:
                found["reposts"].add((profile, self.valid[identity].intent.subject))
        return found

    def counts(self) -> dict[str, Counter[tuple[object, ...]]]:
        """Every counter that is not zero, by (key…, name)."""
        relations, posts = self.relations(), self.posts()
        profile, post, tag = Counter(), Counter(), Counter()  # type: ignore[var-annotated]
        for identity, (author, kind, version, retracted, *_rest) in posts.items():
            if retracted:
                continue
            subject = self.valid[identity].intent.subject
            profile[author, "posts"] += kind is not Kind.REPOST
            post[subject, "replies"] += kind is Kind.REPLY
            post[subject, "quotes"] += kind is Kind.QUOTE
            document = self.document(self.valid[version].intent.content)  # type: ignore[index]
            if isinstance(document, PostDocument):
                tag.update((name, "posts") for name in find_hashtags(document.text))
        for author, target in relations["follows"]:
            profile[author, "following"] += 1
            profile[target, "followers"] += 1
        profile.update((author, "following_tags") for author, _ in relations["tag_follows"])
        post.update((target, "reactions") for _, target in {one[:2] for one in relations["reactions"]})
        post.update((target, "reposts") for _, target in relations["reposts"])
        return {"profile_counts": +profile, "post_counts": +post, "tags": +tag}

    def tags(self) -> set[tuple[object, ...]]:
        """(tag, post id, sort_ms) of every post that stands."""
        found: set[tuple[object, ...]] = set()
        for identity, (_, _, version, retracted, when, *_rest) in self.posts().items():
            document = self.document(self.valid[version].intent.content)  # type: ignore[index]
            if isinstance(document, PostDocument) and not retracted:
                found.update((tag, identity, when) for tag in find_hashtags(document.text))
        return found

    def names(self) -> dict[int, str | None]:
        """The name each registered profile shows."""
        found: dict[int, str | None] = {}
        latest = {k[1]: v for k, v in self._folds().items() if k[0] == "profile"}
        for block in self.blocks:
            for event in block.events:
                if isinstance(event, events.Registered):
                    document = self.document(event.content) if event.content != ZERO_WORD else None
                    if event.profile in latest:
                        document = latest[event.profile][2]
                    found[event.profile] = document.name if isinstance(document, ProfileDocument) else None
        return found


def _learn(found: dict[int, Authority], event: events.ChainEvent, time: int) -> None:
    match event:
        case events.Registered():
            found[event.profile].custodies.append(CustodyPeriod(event.custody, time))
        case events.KeyAuthorised():
            found[event.profile].grants[event.key] = KeyGrant(
                event.key, time, event.until_seconds, event.kinds, event.custody_index
            )
        case events.KeyRevoked():
            g = found[event.profile].grants[event.key]
            void = min(event.void_from_seconds, g.void_from_seconds or event.void_from_seconds)
            revoked = KeyGrant(g.key, g.from_seconds, g.until_seconds, g.kinds, g.custody_index, void)
            found[event.profile].grants[event.key] = revoked
        case events.CustodyTransferred():
            custodies = found[event.profile].custodies
            old = custodies[-1]
            custodies[-1] = CustodyPeriod(old.custody, old.from_seconds, event.previous_until_seconds)
            custodies.append(CustodyPeriod(event.receiver, time))
