"""Levels on the profiles' rows: `domain.levels.effective_level` as SQL, at the time of the checkpoint.

Most blocks change the level of nobody. When an epoch begins, or has its root, everybody who has a level
or could have one is looked at again.
"""

from typing import Final

from sqlalchemy import Connection

from hashtagspace.domain.levels import (
    FLOOR_EPOCHS,
    FLOOR_LEVEL,
    FRESH_EPOCHS,
    STALE_EPOCHS,
    VETTED_LEVEL,
)
from hashtagspace.domain.people_states import CaseKind, Vote
from hashtagspace.store.read_people import find_now
from hashtagspace.store.refresh.script import fetch, run

_BLOCKS: Final = "block_number BETWEEN :low AND :high"
_MARK: Final = f"""
INSERT INTO scratch_levels
SELECT profile FROM people_verdicts WHERE {_BLOCKS}
UNION SELECT profile FROM level_proofs WHERE {_BLOCKS}
UNION SELECT profile FROM floor_proofs WHERE {_BLOCKS}
"""  # noqa: S608 - own words
_MARK_NEW: Final = """
INSERT INTO scratch_levels SELECT profile FROM scratch_profiles WHERE TRUE ON CONFLICT DO NOTHING
"""
_MARK_ALL: Final = f"""
INSERT INTO scratch_levels
SELECT profile FROM profiles WHERE level > 0
UNION SELECT profile FROM people_verdicts WHERE verdict = {int(Vote.PASS)}
UNION SELECT profile FROM level_proofs WHERE epoch BETWEEN :latest - 1 AND :latest
UNION SELECT profile FROM floor_proofs WHERE epoch = :latest
ON CONFLICT DO NOTHING
"""  # noqa: S608 - own numbers
_ANY: Final = "SELECT 1 FROM scratch_levels LIMIT 1"
_BEFORE: Final = "SELECT epoch, latest_final FROM people_now"
_REMEMBER: Final = (
    "DELETE FROM people_now",
    "INSERT INTO people_now (id, epoch, latest_final) VALUES (1, :epoch, :latest)",
)
_FAKE: Final = f"""
EXISTS (SELECT 1 FROM people_verdicts f WHERE f.profile = profiles.profile AND f.verdict = {int(Vote.FAKE)})
"""  # noqa: S608 - as above
# An accusation that fails vets nobody.
_FRESH: Final = f"""
(
  SELECT min(v.epoch) + 1 + {FRESH_EPOCHS} FROM people_verdicts v
  LEFT JOIN case_openings o ON o.case_id = v.case_id
  WHERE v.profile = profiles.profile AND v.verdict = {int(Vote.PASS)}
    AND coalesce(o.kind, 0) <> {int(CaseKind.ACCUSATION)}
) > :epoch
"""  # noqa: S608 - as above
_PROVEN: Final = """
coalesce((
  SELECT max(p.level) FROM level_proofs p
  WHERE p.profile = profiles.profile AND p.epoch BETWEEN :latest - 1 AND :latest
), 0)
"""
_FLOOR: Final = f"""
CASE WHEN EXISTS (
  SELECT 1 FROM floor_proofs p WHERE p.profile = profiles.profile AND p.epoch = :latest
) THEN {FLOOR_LEVEL} ELSE 0 END
"""  # noqa: S608 - as above


def _set(otherwise: str) -> str:
    return f"""
    UPDATE profiles SET judged_fake = {_FAKE},
      level = CASE WHEN {_FAKE} THEN 0 WHEN {_FRESH} THEN {VETTED_LEVEL} ELSE {otherwise} END
    WHERE profile IN (SELECT profile FROM scratch_levels)
    """  # noqa: S608 - as above


_SET_PROVEN: Final = _set(_PROVEN)
_SET_FLOOR: Final = _set(_FLOOR)
_SET_NONE: Final = _set("0")


def mark_levels(connection: Connection, low: int, high: int) -> None:
    """Whose level the facts of the blocks concern is marked."""
    run(connection, _MARK, low=low, high=high)


def refresh_levels(connection: Connection) -> None:
    """`level` and `judged_fake` of every profile are right, given the marked ones and remade rows."""
    now = find_now(connection)
    if now is None:
        return
    latest = now.latest_final
    run(connection, _MARK_NEW)
    if fetch(connection, _BEFORE) != [(now.epoch, latest)]:
        run(connection, _MARK_ALL, latest=latest)
        run(connection, *_REMEMBER, epoch=now.epoch, latest=latest)
    if not fetch(connection, _ANY):
        return
    if not latest or now.epoch > latest + FLOOR_EPOCHS:
        run(connection, _SET_NONE, epoch=now.epoch)
    elif now.epoch > latest + STALE_EPOCHS:
        run(connection, _SET_FLOOR, epoch=now.epoch, latest=latest)
    else:
        run(connection, _SET_PROVEN, epoch=now.epoch, latest=latest)
