"""Large documents are read by another reader, which accepts what the strict one accepts and nothing else."""

import json

import pytest
from domain_strategies import vectors
from hypothesis import example, given, settings
from hypothesis import strategies as st

from hashtagspace.domain.large_json import parse_large_json
from hashtagspace.domain.strict_json import MAX_INTEGER, parse_json
from hashtagspace.errors import InvalidContent

REFUSED = ("content.bom", "content.utf8", "content.json")
ESCAPES = ["\\u0000", "\\\\u0000", "\\ufffe", "\\ud800", "\\ud83d\\ude00", "\\ud83f\\udfff", "\\u0041"]
NUMBERS = ["1", "-", "-0", "01", ".0", "e1", "9" * 17, "0" * 16]
EDGES = [str(MAX_INTEGER), str(MAX_INTEGER + 1), f"-{MAX_INTEGER}"]
CHARACTERS = ["\0", "\x01", "\ufeff", "\ufffe", "\U0001ffff", "€"]
pieces = st.sampled_from(
    [*b"{}[],: \n".decode(), '"', '"a"', '"a":', '"b":1', "\\", "\\\\", '\\"', *ESCAPES, *NUMBERS, *EDGES,
     *CHARACTERS, "null", "true", "NaN", "Infinity"]
)  # fmt: skip
strings = st.lists(pieces, max_size=6).map(lambda parts: f'"{"".join(parts)}"')
documents = st.recursive(
    pieces | strings,
    lambda inner: (
        st.lists(inner, max_size=3).map(lambda items: f"[{','.join(items)}]")
        | st.lists(st.tuples(strings, inner), max_size=3).map(
            lambda members: f"{{{','.join(f'{name}:{value}' for name, value in members)}}}"
        )
    ),
    max_leaves=12,
)


def read(parse, data):
    try:
        return parse(data)
    except InvalidContent as refusal:
        return refusal


@settings(max_examples=600, deadline=None)
@given(
    st.binary(max_size=100)
    | documents.map(lambda text: text.encode("utf-8", "surrogatepass"))
    | st.lists(pieces, max_size=20).map(lambda parts: "".join(parts).encode())
)
@example(b'["\\u0000"]')
@example(b'["\\\\u0000"]')
@example(b'{"\\ud800":1}')
@example(b'{"a":1,"\\u0061":2}')
@example(b"[" * 16 + b"]" * 16)
@example(b"[" * 17 + b"]" * 17)
@example(b'{"a":' * 17 + b"1" + b"}" * 17)
@example(b"[" * 100_000 + b'"' + b"]" * 100_000)
@example(b"[}")
@example(b"9" * 65_000)
@example(b"-9007199254740992")
@example(b"\xef\xbb\xbf[]")
def test_it_accepts_what_the_strict_reader_accepts(data):
    exact, large = read(parse_json, data), read(parse_large_json, data)
    if isinstance(exact, InvalidContent):
        assert isinstance(large, InvalidContent)
        assert large.exact_code in REFUSED
    else:
        assert json.dumps(large) == json.dumps(exact)


def test_what_no_document_may_be():
    rows = [bytes.fromhex(row["bytes"][2:]) for row in vectors("content")["refused"] if "bytes" in row]
    assert rows
    for data in rows:
        refusals = [isinstance(read(parse, data), InvalidContent) for parse in (parse_json, parse_large_json)]
        assert len(set(refusals)) == 1


HOSTILE = {
    "numbers": ("[", "0,", "0]"),
    "lists": ("[", "[],", "0]"),
    "objects": ("[", "{},", "0]"),
    "depth": ("[", "[" * 14 + "0" + "]" * 14 + ",", "0]"),
    "escapes": ('["', "\\n", '"]'),
    "pairs": ('["', "\\ud83d\\ude00", '"]'),
    "a fault at the end": ("[", "0,", "x]"),
}


@pytest.mark.parametrize("shape", HOSTILE)
def test_no_token_of_a_hostile_document_is_read_by_a_program_of_ours(shape, monkeypatch):
    """Regression: seven megabytes of small tokens took ten seconds, a token at a time."""
    head, unit, tail = HOSTILE[shape]
    monkeypatch.setattr("hashtagspace.domain.strict_json._Parser", None)
    data = (head + unit * (200_000 // len(unit)) + tail).encode()
    assert isinstance(read(parse_large_json, data), InvalidContent) == (shape == "a fault at the end")
