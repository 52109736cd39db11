"""order.json: sort keys, fold keys, and who wins under one."""

from golden.samples import Vectors, hexed, random_intent, source
from hashtagspace.domain.intent import encode_record
from hashtagspace.domain.kinds import Kind
from hashtagspace.domain.order import fold_key, sort_ms, wins


def build() -> Vectors:
    """Three tables."""
    random = source("order")
    dates = [
        (0, 0),
        (1_000, 1),
        (1_001, 1),
        (999, 1),
        (2**53, 2**33),
        *((random.randrange(2**45), random.randrange(2**35)) for _ in range(10)),
    ]
    low, high = bytes(32), b"\xff" * 32
    versions = [((5, low), (4, high)), ((5, low), (5, high)), ((5, high), (5, low)), ((5, low), (5, low))]
    intents = [random_intent(random, kind) for kind in Kind]
    return {
        "sort": {
            "createdAt": [str(created) for created, _ in dates],
            "anchoredAt": [str(anchored) for _, anchored in dates],
            "sortMs": [str(sort_ms(created, anchored)) for created, anchored in dates],
        },
        "wins": [
            {"a": [str(a[0]), hexed(a[1])], "b": [str(b[0]), hexed(b[1])], "aWins": wins(a, b)}
            for a, b in versions
        ],
        "foldKeys": [
            {
                "record": hexed(encode_record(intent)),
                "emoji": "👍🏽",
                "key": None
                if key is None
                else [key.relation, str(key.profile), hexed(key.subject), key.emoji],
            }
            for intent in intents
            for key in (fold_key(intent, "👍🏽"),)
        ],
    }
