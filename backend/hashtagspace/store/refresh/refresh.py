"""One function serves live blocks, late content, undone blocks and retroactive revocations alike."""

from collections.abc import Callable
from typing import Final

from sqlalchemy import Connection

from hashtagspace.store.refresh import folds
from hashtagspace.store.refresh.counts import refresh_counts
from hashtagspace.store.refresh.judge import refresh_authorisations, refresh_intents
from hashtagspace.store.refresh.labels import refresh_labels
from hashtagspace.store.refresh.levels import refresh_levels
from hashtagspace.store.refresh.market import refresh_market
from hashtagspace.store.refresh.posts import refresh_posts
from hashtagspace.store.refresh.profiles import refresh_profiles
from hashtagspace.store.refresh.script import ZERO_WORD, fetch, run

_TOUCH_DOCUMENTS: Final = """
INSERT INTO scratch_touched
SELECT i.intent_id, i.profile, i.kind, i.subject, i.content, i.target, i.block_time
FROM scratch_documents k CROSS JOIN intents i WHERE i.content = k.digest AND i.fault IS NULL
"""
_KINDS: Final = "SELECT DISTINCT kind FROM scratch_touched"
_ANY_PROFILE: Final = "SELECT 1 FROM scratch_profiles LIMIT 1"
_WANT: Final = (
    """
    INSERT INTO wanted (digest, what, attempts, next_at)
    SELECT DISTINCT t.content, 'document', 0, 0 FROM scratch_touched t
    WHERE t.content <> :zero AND NOT EXISTS (SELECT 1 FROM documents d WHERE d.digest = t.content)
    ON CONFLICT DO NOTHING
    """,
    """
    INSERT INTO wanted (digest, what, attempts, next_at)
    SELECT DISTINCT r.content, 'document', 0, 0 FROM scratch_profiles k CROSS JOIN registrations r
    WHERE r.profile = k.profile AND r.content <> :zero
      AND NOT EXISTS (SELECT 1 FROM documents d WHERE d.digest = r.content)
    ON CONFLICT DO NOTHING
    """,
)
_FOLDS: Final[tuple[tuple[frozenset[int], Callable[[Connection], None]], ...]] = (
    (frozenset({4, 6}), folds.refresh_reposts),
    (frozenset({7, 8}), folds.refresh_reactions),
    (frozenset({9, 10}), folds.refresh_follows),
    (frozenset({11, 12}), folds.refresh_tag_follows),
    (frozenset({14}), refresh_labels),
)
_POST_KINDS: Final = frozenset(range(1, 7))


def refresh(connection: Connection, *, is_live: bool = False) -> None:
    """Every derived row of the marked keys is what facts and content say, and every other row too.

    Guarantee: the result depends on facts and content alone, not on the order in which they came.
    `is_live`: new posts, and offers and deals that changed, are announced in `arrivals`.
    """
    if fetch(connection, _ANY_PROFILE):
        refresh_authorisations(connection)
    refresh_intents(connection)
    run(connection, _TOUCH_DOCUMENTS)
    kinds = {kind for (kind,) in fetch(connection, _KINDS)}
    if kinds & _POST_KINDS:
        refresh_posts(connection, is_live=is_live)
    for effects, refresh_fold in _FOLDS:
        if kinds & effects:
            refresh_fold(connection)
    refresh_profiles(connection)
    refresh_levels(connection)
    if kinds:
        refresh_counts(connection)
    refresh_market(connection, is_live=is_live)
    run(connection, *_WANT, zero=ZERO_WORD)
