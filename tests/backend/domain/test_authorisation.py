from dataclasses import replace

from domain_strategies import unhex, vectors
from hypothesis import given
from hypothesis import strategies as st

from hashtagspace.domain.authorisation import (
    CustodyPeriod,
    KeyGrant,
    custody_index_at,
    is_authorised,
    is_authorised_key,
)

A, B, KEY = (bytes((byte,)) * 20 for byte in (0xA1, 0xB2, 0xCE))
FOREVER = 10**9
moments = st.integers(0, 60)
kinds = st.integers(1, 14)


@st.composite
def histories(draw):
    """Custody periods one after the other, gaps allowed, the last one open, and a key of one of them."""
    borders = sorted(draw(st.lists(moments, min_size=1, max_size=5)))
    custodies = []
    for index, start in enumerate(borders):
        until = None if index == len(borders) - 1 else draw(st.integers(start, borders[index + 1]))
        custodies.append(CustodyPeriod(draw(st.sampled_from((A, B))), start, until))
    index = draw(st.integers(0, len(custodies) - 1))
    start = draw(moments)
    void = draw(st.none() | st.integers(start, 60))
    grant = KeyGrant(
        KEY, start, start + draw(st.integers(1, 60)), draw(st.integers(1, 2**31)) << 1, index, void
    )
    return custodies, grant


@given(histories(), kinds, moments)
def test_a_wallet_signs_exactly_in_its_own_periods(history, kind, t):
    custodies, grant = history
    for wallet in (A, B):
        spans = [
            range(p.from_seconds, FOREVER if p.until_seconds is None else p.until_seconds)
            for p in custodies
            if p.custody == wallet
        ]
        assert is_authorised(custodies, grant, wallet, kind, t) == any(t in span for span in spans)


@given(histories(), kinds, moments)
def test_a_key_signs_exactly_while_all_four_conditions_hold(history, kind, t):
    custodies, grant = history
    ends = [grant.until_seconds, grant.void_from_seconds, custodies[grant.custody_index].until_seconds]
    end = min(moment for moment in ends if moment is not None)
    expected = grant.from_seconds <= t < end and bool(grant.kinds & 1 << kind)
    assert is_authorised(custodies, grant, KEY, kind, t) == expected
    assert is_authorised_key(custodies, grant, kind, t) == expected


@given(histories(), kinds, moments, moments)
def test_a_revocation_only_ever_takes_away(history, kind, t, void):
    custodies, grant = history
    already = FOREVER if grant.void_from_seconds is None else grant.void_from_seconds
    earlier = replace(grant, void_from_seconds=min(void, already))
    if is_authorised(custodies, earlier, KEY, kind, t):
        assert is_authorised(custodies, grant, KEY, kind, t)
    assert not (t >= void and is_authorised(custodies, earlier, KEY, kind, t))


@given(histories(), kinds, moments, moments)
def test_ending_a_custody_only_ever_takes_its_keys_away(history, kind, t, until):
    custodies, grant = history
    ended = [*custodies[:-1], replace(custodies[-1], until_seconds=until)]
    if is_authorised(ended, grant, KEY, kind, t):
        assert is_authorised(custodies, grant, KEY, kind, t)


@given(histories(), kinds, moments)
def test_a_stranger_never_signs(history, kind, t):
    custodies, grant = history
    assert not is_authorised(custodies, grant, b"\xdd" * 20, kind, t)
    assert not is_authorised(custodies, None, KEY, kind, t)
    assert not is_authorised([], grant, KEY, kind, t)


@given(histories(), moments)
def test_the_custody_in_force_is_the_one_that_may_sign(history, t):
    custodies, _ = history
    index = custody_index_at(custodies, t)
    if index is None:
        assert not any(is_authorised(custodies, None, wallet, 1, t) for wallet in (A, B))
    else:
        assert is_authorised(custodies, None, custodies[index].custody, 1, t)


def none_if_zero(moment):
    return moment or None


def test_vectors_hold():
    for scenario in vectors("authorisation")["scenarios"]:
        columns = zip(scenario["custody"], scenario["from"], scenario["until"], strict=True)
        custodies = [CustodyPeriod(unhex(c), start, none_if_zero(until)) for c, start, until in columns]
        slot = scenario["grant"]
        grant = slot and KeyGrant(
            unhex(slot["key"]), slot["from"], slot["until"], slot["kinds"], slot["custodyIndex"],
            none_if_zero(slot["voidFrom"]),
        )  # fmt: skip
        questions = zip(scenario["signer"], scenario["kind"], scenario["t"], strict=True)
        answers = [is_authorised(custodies, grant, unhex(signer), kind, t) for signer, kind, t in questions]
        assert answers == scenario["authorised"], scenario["name"]
