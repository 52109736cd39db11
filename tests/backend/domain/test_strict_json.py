import json

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from hashtagspace.domain.strict_json import MAX_INTEGER, parse_json
from hashtagspace.errors import InvalidContent

CODES = {
    f"content.{name}"
    for name in (
        "bom", "utf8", "json", "depth", "duplicate_key", "not_integer", "integer_range", "surrogate",
        "noncharacter", "nul",
    )
}  # fmt: skip
texts = st.text(
    st.characters(exclude_categories=("Cs",)).filter(
        lambda c: c != "\0" and not 0xFDD0 <= ord(c) <= 0xFDEF and ord(c) & 0xFFFE != 0xFFFE
    ),
    max_size=12,
)
leaves = st.none() | st.booleans() | st.integers(-MAX_INTEGER, MAX_INTEGER) | texts
values = st.recursive(
    leaves, lambda inner: st.lists(inner, max_size=4) | st.dictionaries(texts, inner, max_size=4)
)
fragments = st.sampled_from(
    [
        *b"{}[],: ".decode(),
        '"',
        '"a"',
        "\\u00",
        "\\ud800",
        "1",
        "-",
        ".0",
        "e1",
        "nul",
        "null",
        "true",
        "NaN",
        "\n",
    ]
).map(str.encode) | st.sampled_from([b"\xff", b"\xef\xbb\xbf", b"\xe2\x82\xac", b"\x00"])


def depth_of(value):
    inner = value.values() if isinstance(value, dict) else value if isinstance(value, list) else None
    return 0 if inner is None else 1 + max(map(depth_of, inner), default=0)


@given(
    st.binary(max_size=200)
    | st.lists(fragments, max_size=25).map(b"".join)
    | st.text().map(lambda t: t.encode("utf-8", "surrogatepass"))
)
@example(b"[" * 60_000)
@example(b'{"a":' * 10_000)
@example(b"-")
@example(b'"\\')
@example(b'"\\u')
@example(b"9" * 65_000)
def test_any_bytes_get_a_value_or_the_typed_error(data):
    refusal = None
    try:
        value = parse_json(data)
    except InvalidContent as error:
        refusal = error
    if refusal is None:
        assert value == json.loads(data)
    else:
        assert refusal.exact_code in CODES
        assert refusal.detail.endswith(".")


@given(values.filter(lambda value: depth_of(value) <= 16), st.booleans(), st.sampled_from((None, 1)))
def test_what_json_writes_is_read_back(value, ascii_only, indent):
    data = json.dumps(value, ensure_ascii=ascii_only, indent=indent).encode()
    assert parse_json(data) == value


@pytest.mark.parametrize("depth", [1, 16])
def test_sixteen_levels_are_allowed(depth):
    assert depth_of(parse_json(b"[" * depth + b"]" * depth)) == depth


@pytest.mark.parametrize(
    ("data", "code"),
    [(b'{"a":1,"a":NaN}', "duplicate_key"), (b'{"a":NaN,"a":1}', "not_integer"), (b"[" * 17, "depth")],
)
def test_the_first_fault_is_the_one_reported(data, code):
    with pytest.raises(InvalidContent) as caught:
        parse_json(data)
    assert caught.value.exact_code == f"content.{code}"


def test_booleans_and_numbers_stay_apart():
    assert [type(value) for value in parse_json(b"[true,1,-0]")] == [bool, int, int]
