from hashlib import sha256

from domain_strategies import unhex, vectors, words
from hypothesis import given, settings
from hypothesis import strategies as st

from hashtagspace.domain.keccak import keccak256
from hashtagspace.domain.stamp import (
    Stamp,
    faucet_digest,
    leading_zero_bits,
    solve_stamp,
    stamp_hash,
    verify_stamp,
)
from hashtagspace.errors import InvalidStamp

times = st.integers(0, 2**40)


def code_of(stamp, digest, bits, now):
    try:
        verify_stamp(stamp, digest, bits, now)
    except InvalidStamp as error:
        return error.exact_code
    return None


def test_vectors_hold():
    golden = vectors("stamp")
    for row in (*golden["solved"], *golden["judged"]):
        stamp = Stamp(unhex(row["nonce"]), row["bits"], row["time"])
        assert code_of(stamp, unhex(row["digest"]), row["requiredBits"], golden["now"]) == row["code"]
    assert {row["code"] for row in golden["judged"]} == {
        None, "stamp.malformed", "stamp.weak", "stamp.expired", "stamp.future", "stamp.wrong",
    }  # fmt: skip


@given(words, st.integers(0, 8), times)
@settings(max_examples=40)
def test_a_solved_stamp_passes_for_its_call_alone(digest, bits, now):
    stamp = solve_stamp(digest, bits, now)
    verify_stamp(stamp, digest, bits, now)
    other = keccak256(digest)
    zeros = leading_zero_bits(stamp_hash(other, now, stamp.nonce))
    assert code_of(stamp, other, bits, now) == (None if zeros >= bits else "stamp.wrong")


@given(words, times, st.integers(601, 10**6))
def test_a_stamp_lives_ten_minutes_each_way(digest, now, beyond):
    stamp = solve_stamp(digest, 0, now + 10**6)
    assert code_of(stamp, digest, 0, stamp.time_seconds + beyond) == "stamp.expired"
    assert code_of(stamp, digest, 0, stamp.time_seconds - beyond) == "stamp.future"
    assert code_of(stamp, digest, 0, stamp.time_seconds + 600) is None
    assert code_of(stamp, digest, 0, stamp.time_seconds - 600) is None


@given(
    st.builds(Stamp, st.binary(max_size=10), st.integers(-2, 2**70), st.integers(-2, 2**70)),
    words,
    st.integers(0, 64),
    times,
)
def test_any_stamp_gets_an_answer(stamp, digest, bits, now):
    assert code_of(stamp, digest, bits, now) in (
        None, "stamp.malformed", "stamp.weak", "stamp.expired", "stamp.future", "stamp.wrong",
    )  # fmt: skip


@given(words)
def test_zero_bits_are_counted_from_the_left(digest):
    text = f"{int.from_bytes(digest, 'big'):0256b}"
    assert leading_zero_bits(digest) == len(text) - len(text.lstrip("0"))


def test_the_hash_is_the_one_of_the_format():
    expected = sha256(b"hashtagspace/stamp/v1" + b"d" * 32 + (5).to_bytes(8, "big") + b"n" * 8).digest()
    assert stamp_hash(b"d" * 32, 5, b"n" * 8) == expected
    assert faucet_digest(b"a" * 20, 5) == keccak256(b"a" * 20 + (5).to_bytes(8, "big"))
