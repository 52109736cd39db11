"""Asking a gateway about a village, and what a score process would have written of it."""

import time
from typing import Any

from flask.testing import FlaskClient
from people_village import PAYER, UNIT, Village, word

from hashtagspace.api.rates import Rates
from hashtagspace.api.schemas.personhood import Personhood
from hashtagspace.domain.keccak import keccak256
from hashtagspace.domain.people_commitment import StandingTree, pack_standing
from hashtagspace.domain.people_states import CaseKind, Vote
from hashtagspace.domain.reward_events import PoolSponsored, TipCounted
from hashtagspace.store.people_scores import EpochRow, ScoreRow, write_epoch

UNLIMITED = Rates(read=None, write=None, upload_bytes=None)
ONE = 65_536


def get(client: FlaskClient, path: str, model: Any) -> Any:
    time.sleep(0.06)  # a page is made anew 50 ms after the projection changed
    answer = client.get(path)
    assert answer.status_code == 200, answer.text
    model.model_validate_json(answer.data, strict=False)
    return answer.json


def refused(client: FlaskClient, path: str, status: int) -> str:
    answer = client.get(path)
    assert answer.status_code == status, answer.text
    return str(answer.json["code"])


def personhood(client: FlaskClient, profile: int) -> Any:
    return get(client, f"/v1/profiles/{profile}/personhood", Personhood)


def encode_head(epoch: int, seats: int, accounts: int, standing: bytes, draws: int = 0) -> bytes:
    """A header as the contract encodes it; the standing column is where it belongs."""
    place = 53 + max(2, (accounts - 1).bit_length())
    columns = [word("column", n) for n in range(place)] + [standing] + [word("base")] * 5
    words = [32, epoch, seats, accounts, 1, 0, accounts, 256, 256 + 32 * (len(columns) + 1), len(columns)]
    head = b"".join(one.to_bytes(32, "big") for one in words) + b"".join(columns)
    drawn = [draws, *(one for n in range(draws) for one in (n, 0, 7))]
    return head + b"".join(one.to_bytes(32, "big") for one in drawn)


def compute(village: Village, epoch: int, *rows: ScoreRow, draws: int = 0) -> bytes:
    """What a score process would have written; the header."""
    accounts = sum(row.weight > 0 for row in rows)
    tree = StandingTree([pack_standing(r.share, r.bound, r.support, r.level) for r in rows])
    header = encode_head(epoch, len(rows), accounts, tree.root, draws)
    gate = "open"
    row = EpochRow(epoch, keccak256(header), len(rows), accounts, 1, 0, accounts, gate, header, 5)
    write_epoch(village.world.engine, row, rows)
    return header


def row(profile: int, seat: int, share: int = ONE, level: int = 0, **changes: Any) -> ScoreRow:
    values = {"support": 2 * ONE, "bound": ONE // 2, "weight": 3, "is_vetted": False, "is_fake": False}
    return ScoreRow(profile, seat, share, level=level, **(values | changes))


def live_through(village: Village) -> tuple[int, int]:
    """Something of everything."""
    ann, bob = village.person("ann").profile, village.person("bob").profile
    village.befriend(ann, bob)
    village.vouch(ann, 77)
    village.open_case(ann, CaseKind.CHECK)
    case = village.judge(bob, Vote.PASS)
    village.draw(case, (ann, 2, 3, 4, 5))
    village.tip(bob, ann, UNIT)
    village.tip(0, ann, UNIT)
    village.begin(3)
    header = compute(village, 3, row(ann, 0), row(bob, 1), draws=2)
    village.dispute(village.post(3, header), 4)
    village.tell(TipCounted, 3, bob, ann, 1, 2, 3)
    village.tell(PoolSponsored, 3, PAYER, 2)
    village.finish(3, village.post(3, header, b"\x0b" * 20), keccak256(header))
    village.prove(ann, 3, 2)
    return ann, bob
