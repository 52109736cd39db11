"""Heads of vaults: the latest few of each profile, and the files they name."""

from collections.abc import Sequence

from sqlalchemy import Connection, delete, insert, select

from hashtagspace.store.depot_rows import HeadRow
from hashtagspace.store.depot_tables import head_blobs, heads


def find_head(connection: Connection, network: int, profile: int) -> HeadRow | None:
    """The latest head of the profile's vault."""
    c = heads.c
    statement = (
        select(c.manifest, c.sequence, c.forget, c.signed_at, c.signature)
        .where(c.network == network, c.profile == profile)
        .order_by(c.sequence.desc())
        .limit(1)
    )
    row = connection.execute(statement).one_or_none()
    return None if row is None else HeadRow(bytes(row[0]), row[1], row[2], row[3], bytes(row[4]))


def insert_head(
    connection: Connection, network: int, profile: int, head: HeadRow, blobs: Sequence[str], now: int
) -> None:
    """The head and what it names are kept."""
    connection.execute(
        insert(heads).values(
            network=network,
            profile=profile,
            sequence=head.sequence,
            manifest=head.manifest,
            forget=head.forget,
            signed_at=head.signed_at,
            signature=head.signature,
            kept_at=now,
        )
    )
    if blobs:
        connection.execute(
            insert(head_blobs),
            [
                {"network": network, "cid": cid, "profile": profile, "sequence": head.sequence}
                for cid in blobs
            ],
        )


def drop_older_heads(connection: Connection, network: int, profile: int, keep: int) -> list[str]:
    """Only the latest `keep` heads are left; the files that none of them names, but an older one did."""
    c = heads.c
    mine = (c.network == network, c.profile == profile)
    found = connection.execute(select(c.sequence).where(*mine).order_by(c.sequence.desc()).offset(keep))
    older = list(found.scalars())
    if not older:
        return []
    b = head_blobs.c
    named = select(b.cid).where(b.network == network, b.profile == profile)
    before = set(connection.execute(named.where(b.sequence.in_(older))).scalars())
    connection.execute(delete(heads).where(*mine, c.sequence.in_(older)))
    connection.execute(
        delete(head_blobs).where(b.network == network, b.profile == profile, b.sequence.in_(older))
    )
    return sorted(before - set(connection.execute(named).scalars()))
