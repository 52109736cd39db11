"""intent.json: records, heads, ids and signatures, as columns of equal length."""

from golden.samples import DOMAIN, NOW_MS, Vectors, address_of, hexed, random_intent, sign, source, test_key
from hashtagspace.domain.intent import INTENT_TYPE_HASH, Intent, encode_head, encode_record, intent_id
from hashtagspace.domain.kinds import MAX_PROFILE_ID, ZERO_WORD, Kind
from hashtagspace.domain.validity import MAX_AGE_SECONDS, MAX_AHEAD_SECONDS, judge

ONES = b"\xff" * 32


def intents() -> list[Intent]:
    """The borders of every field, each kind once, and 40 at random."""
    random = source("intent")
    return [
        Intent(1, Kind.POST, ZERO_WORD, ONES, 0),
        Intent(MAX_PROFILE_ID, Kind.REPLY, ONES, ONES, 2**64 - 1),
        Intent(2**64 - 1, Kind.LABEL, ONES, ZERO_WORD, 2**53),
        Intent(0, Kind.REPOST, ZERO_WORD, ZERO_WORD, 1),
        *(random_intent(random, kind) for kind in Kind),
        *(random_intent(random) for _ in range(40)),
    ]


def build() -> Vectors:
    """Columns: index i of every list speaks of intent i."""
    chosen = intents()
    keys = [test_key(index % 3) for index in range(len(chosen))]
    ids = [intent_id(intent, DOMAIN) for intent in chosen]
    return {
        "chainId": str(DOMAIN.chain_id),
        "postRegistry": hexed(DOMAIN.post_registry),
        "domainSeparator": hexed(DOMAIN.prefix[2:]),
        "typeHash": hexed(INTENT_TYPE_HASH),
        "profile": [str(intent.profile) for intent in chosen],
        "kind": [int(intent.kind) for intent in chosen],
        "subject": [hexed(intent.subject) for intent in chosen],
        "content": [hexed(intent.content) for intent in chosen],
        "createdAt": [str(intent.created_at_ms) for intent in chosen],
        "record": [hexed(encode_record(intent)) for intent in chosen],
        "head": [hexed(encode_head(intent)) for intent in chosen],
        "id": [hexed(intent_id) for intent_id in ids],
        "signer": [hexed(address_of(key)) for key in keys],
        "signature": [hexed(sign(key, intent_id)) for key, intent_id in zip(keys, ids, strict=True)],
        "validity": validity(),
    }


def validity() -> list[Vectors]:
    """Records at and beyond each border, with the block time and the refusing code or null."""
    now = NOW_MS // 1000
    word, profile_word = b"\x01" * 32, (5).to_bytes(32, "big")
    beyond = (MAX_PROFILE_ID + 1).to_bytes(32, "big")
    cases = [
        Intent(5, Kind.POST, ZERO_WORD, word, (now - MAX_AGE_SECONDS) * 1000),
        Intent(5, Kind.POST, ZERO_WORD, word, (now - MAX_AGE_SECONDS) * 1000 - 1),
        Intent(5, Kind.POST, ZERO_WORD, word, (now + MAX_AHEAD_SECONDS) * 1000),
        Intent(5, Kind.POST, ZERO_WORD, word, (now + MAX_AHEAD_SECONDS) * 1000 + 1),
        Intent(5, Kind.POST, ZERO_WORD, word, 2**64 - 1),
        Intent(0, Kind.POST, ZERO_WORD, word, NOW_MS),
        Intent(MAX_PROFILE_ID + 1, Kind.POST, ZERO_WORD, word, NOW_MS),
        *(
            Intent(5, kind, subject, content, NOW_MS)
            for kind in Kind
            for subject in (ZERO_WORD, word, profile_word, beyond)
            for content in (ZERO_WORD, word)
        ),
    ]
    rows: list[Vectors] = []
    for intent in cases:
        refusal = judge(intent, now)
        rows.append(
            {
                "record": hexed(encode_record(intent)),
                "anchoredAt": str(now),
                "code": None if refusal is None else refusal.exact_code,
            }
        )
    return rows
