"""Cursors: one text per position, and nothing else is one."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hashtagspace.api.cursor import Cursor, encode_cursor, parse_cursor
from hashtagspace.errors import InvalidInput

cursors = st.builds(Cursor, st.integers(0, 2**63 - 1), st.binary(max_size=64))


@given(cursors)
def test_a_cursor_comes_back_unchanged(cursor):
    assert parse_cursor(encode_cursor(cursor)) == cursor


@given(st.text(max_size=150))
def test_any_other_text_is_refused_by_name(text):
    try:
        outcome = encode_cursor(parse_cursor(text))
    except InvalidInput as error:
        outcome = error.exact_code
    assert outcome in (text, "cursor.malformed")


@pytest.mark.parametrize("text", ["", "=", "AQ", "A" * 129, "ÄQ", "AgAAAAAAAAAA", "AYAAAAAAAAAA"])
def test_these_are_no_cursors(text):
    with pytest.raises(InvalidInput, match="start again without it"):
        parse_cursor(text)
