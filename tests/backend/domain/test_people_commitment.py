"""What a gateway reads of a commitment is what `personhood` computed; anything else is refused."""

from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hashtagspace.domain.keccak import keccak256
from hashtagspace.domain.people_commitment import StandingTree, decode_head, pack_standing
from hashtagspace.errors import InvalidInput
from hashtagspace.personhood.header import Draw, Header
from hashtagspace.personhood.leaves import build_tree, hash_leaf, node_of, path_of

words = st.integers(0, 2**256 - 1)
small = st.integers(0, 2**32 - 1)


@given(st.lists(words, min_size=1, max_size=40), st.data())
def test_the_tree(values: list[int], data: st.DataObject) -> None:
    tree = StandingTree([value.to_bytes(32, "big") for value in values])
    other = build_tree(b"".join(hash_leaf("standing", value) for value in values))
    assert tree.root == node_of(other, len(other) - 1, 0)
    seat = data.draw(st.integers(0, len(values) - 1))
    assert tree.path(seat) == path_of(other, seat)


@given(
    st.tuples(*[small] * 6),
    st.lists(st.binary(min_size=32, max_size=32), max_size=130),
    st.lists(st.tuples(small, small, st.integers(0, 2**64 - 1)), max_size=5),
)
def test_any_header(totals, columns, draws) -> None:
    header = Header(*totals, tuple(columns), tuple(Draw(*draw) for draw in draws))
    head = decode_head(header.encoded)
    assert keccak256(header.encoded) == header.root
    assert (head.epoch, head.seats, head.accounts, head.vetted, head.fakes, head.covered) == totals
    assert (head.columns, [(d.seat, d.edge_seat, d.edge_cover) for d in head.draws]) == (
        tuple(columns), draws,
    )  # fmt: skip


@given(st.binary(max_size=1200))
def test_any_bytes(data: bytes) -> None:
    with suppress(InvalidInput):
        decode_head(data)


def test_what_is_no_header() -> None:
    with pytest.raises(InvalidInput) as caught:
        decode_head(bytes(320))
    assert caught.value.exact_code == "people.header"


@pytest.mark.parametrize(("share", "bound"), [(0, 0), (-1, -4 * 65_536), (4 * 65_536, 5)])
def test_the_standing_word(share: int, bound: int) -> None:
    word = int.from_bytes(pack_standing(share, bound, 7, 3), "big")
    assert (word & 0xFFFFFFFF, word >> 32 & 0xFFFFFFFF) == (share % 2**32, bound % 2**32)
    assert (word >> 64 & 0xFFFFFFFF, word >> 96) == (7, 3)
