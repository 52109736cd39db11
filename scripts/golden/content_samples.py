"""The named documents of content.json."""

import json
from collections.abc import Mapping

from hashtagspace.domain.cid import DAG_PB, cid_of_digest

CID = cid_of_digest(bytes(range(32)))
FILE_CID = cid_of_digest(bytes(range(32)), DAG_PB)
MEDIA = {"cid": FILE_CID, "mime": "image/png", "alt": "", "size": 1}
SEEN = "0x" + "ab" * 32


def document(**members: object) -> bytes:
    """Compact JSON of the members."""
    return json.dumps(members, ensure_ascii=False, separators=(",", ":")).encode()


def post(**members: object) -> bytes:
    """A post with these members besides its type and, unless given, a text."""
    return document(**{"type": "post", "text": "hi", **members})


def profile(**members: object) -> bytes:
    """A profile with these members besides what it must have."""
    return document(**{"type": "profile", "name": "Ada", "bio": "", **members})


def media(**members: object) -> bytes:
    """A post with one media entry that differs in these members."""
    return post(media=[{**MEDIA, **members}])


def without(members: Mapping[str, object], name: str) -> dict[str, object]:
    """The members less one."""
    return {key: value for key, value in members.items() if key != name}


def nested(depth: int) -> bytes:
    """A post with an unknown member that makes the whole nest `depth` levels."""
    return b'{"type":"post","text":"hi","x":' + b"[" * (depth - 1) + b"]" * (depth - 1) + b"}"


def raw(member: str) -> bytes:
    """A post with a member written as given."""
    return b'{"type":"post","text":"hi",' + member.encode() + b"}"


def text(escaped: str) -> bytes:
    """A post whose text is written as given, escapes and all."""
    return b'{"type":"post","text":"' + escaped.encode() + b'"}'


FULL_SIZE = post(x="a" * (65_536 - len(post(x=""))))
ACCEPTED: dict[str, bytes] = {
    "post": post(),
    "post with everything": post(
        text="Hello #wörld @ada",
        media=[MEDIA, {**MEDIA, "cid": CID, "mime": "video/mp4", "size": 10_485_760}],
        mentions=[{"profile": "9223372036854775807", "handle": "ada"}],
        lang="pt-BR",
    ),
    "media without text": post(text="", media=[MEDIA]),
    "empty lists": post(media=[], mentions=[]),
    "unknown members are kept": post(x={"y": [1, -1, 0, -0, True, False, None, "z", {}]}),
    "members in any order, space everywhere": b' \t\r\n{ "text" : "hi" ,\n"type":\t"post" } ',
    "10,000 characters outside the basic plane": post(text="\U0001f642" * 10_000),
    "exactly 65,536 bytes": FULL_SIZE,
    "depth 16": nested(16),
    "largest integers": raw('"x":[9007199254740991,-9007199254740991]'),
    "minus zero": raw('"x":-0'),
    "every escape": text(r"\"\\\/\b\f\n\r\té😀"),
    "characters that other parsers stumble over": text("\x7f\u2028\u2029\ufeff\ufffd"),
    "member __proto__": raw('"__proto__":{"text":"no"},"constructor":1'),
    "names that only escapes make equal to others": raw(r'"text ":1,"Text":2'),
    "markup is text": post(text="<script>alert(1)</script>"),
    "profile": profile(),
    "profile with everything": profile(
        bio="b" * 500, avatar=MEDIA, links=["https://example.org/a?b=c#d", "http://x"]
    ),
    "name of 64 characters": profile(name="é" * 64),
    "empty name": profile(name=""),
    "reaction": document(type="reaction", emoji="👍🏽", seen=SEEN),
    "reaction of 32 bytes": document(type="reaction", emoji="a" * 32, seen=SEEN),
    "reaction of 32 bytes in 8 characters": document(type="reaction", emoji="👍" * 8, seen=SEEN),
    "label": document(type="label", label="spam"),
    "label with reason": document(type="label", label="a-1", reason="x" * 500),
}
REFUSED: dict[str, tuple[bytes, str]] = {
    "nothing": (b"", "json"),
    "only space": (b" \n", "json"),
    "byte order mark": (b"\xef\xbb\xbf" + post(), "bom"),
    "65,537 bytes": (FULL_SIZE + b" ", "too_large"),
    "too large comes before all else": (b"\xff" * 65_537, "too_large"),
    "Latin-1": (text("é").replace("é".encode(), b"\xe9"), "utf8"),
    "overlong UTF-8": (text("").replace(b'""', b'"\xc0\xaf"'), "utf8"),
    "surrogate in UTF-8": (text("").replace(b'""', b'"\xed\xa0\x80"'), "utf8"),
    "beyond U+10FFFF": (text("").replace(b'""', b'"\xf4\x90\x80\x80"'), "utf8"),
    "UTF-16": (post().decode().encode("utf-16-le"), "json"),
    "cut off": (post()[:-1], "json"),
    "something after": (post() + b"{}", "json"),
    "trailing comma": (raw('"x":1,'), "json"),
    "trailing comma in list": (raw('"x":[1,]'), "json"),
    "comment": (post() + b"//", "json"),
    "single quotes": (b"{'type':'post'}", "json"),
    "bare name": (b'{type:"post"}', "json"),
    "leading zero": (raw('"x":01'), "json"),
    "plus sign": (raw('"x":+1'), "json"),
    "hexadecimal": (raw('"x":0x1'), "json"),
    "point first": (raw('"x":.5'), "json"),
    "point last": (raw('"x":1.'), "json"),
    "no break space": (post() + b"\xc2\xa0", "json"),
    "form feed": (post() + b"\x0c", "json"),
    "raw newline in string": (text("\n"), "json"),
    "unknown escape": (text(r"\x41"), "json"),
    "short escape": (text(r"\u12"), "json"),
    "sign in escape": (text(r"\u+041"), "json"),
    "True": (raw('"x":True'), "json"),
    "undefined": (raw('"x":undefined'), "json"),
    "mismatched brackets": (raw('"x":[}'), "json"),
    "colon missing": (b'{"type" "post"}', "json"),
    "depth 17": (nested(17), "depth"),
    "depth 30,000": (b"[" * 30_000, "depth"),
    "duplicate member": (raw('"text":"other"'), "duplicate_key"),
    "duplicate member by escape": (raw(r'"t\u0065xt":"other"'), "duplicate_key"),
    "duplicate member deep down": (raw('"x":[{"y":1,"y":1}]'), "duplicate_key"),
    "duplicate __proto__": (raw('"__proto__":1,"__proto__":2'), "duplicate_key"),
    "1.0": (raw('"x":1.0'), "not_integer"),
    "1e3": (raw('"x":1e3'), "not_integer"),
    "1E-3": (raw('"x":1E-3'), "not_integer"),
    "NaN": (raw('"x":NaN'), "not_integer"),
    "Infinity": (raw('"x":Infinity'), "not_integer"),
    "-Infinity": (raw('"x":-Infinity'), "not_integer"),
    "2^53": (raw('"x":9007199254740992'), "integer_range"),
    "-2^53": (raw('"x":-9007199254740992'), "integer_range"),
    "5,000 digits": (raw('"x":' + "9" * 5000), "integer_range"),
    "lone high surrogate": (text(r"\ud83d"), "surrogate"),
    "lone low surrogate": (text(r"\ude00"), "surrogate"),
    "surrogates the wrong way round": (text(r"\ude00\ud83d"), "surrogate"),
    "high surrogate and a letter": (text(r"\ud83dA"), "surrogate"),
    "surrogate in a name": (raw(r'"\ud83d":1'), "surrogate"),
    "NUL": (text(r"\u0000"), "nul"),
    "noncharacter U+FFFE": (text("\ufffe"), "noncharacter"),
    "noncharacter U+FDD0": (text(r"\ufdd0"), "noncharacter"),
    "noncharacter U+10FFFF": (text("\U0010ffff"), "noncharacter"),
    "list": (b"[]", "not_object"),
    "string": (b'"post"', "not_object"),
    "null": (b"null", "not_object"),
    "no type": (b"{}", "type"),
    "unknown type": (document(type="poll", text="hi"), "type"),
    "type as number": (document(type=1, text="hi"), "type"),
    "type of Object.prototype": (document(type="constructor"), "type"),
    "no text": (document(type="post"), "text"),
    "empty text": (post(text=""), "text"),
    "text as list": (post(text=["hi"]), "text"),
    "10,001 characters": (post(text="a" * 10_001), "text"),
    "media as object": (post(media=MEDIA), "media"),
    "media null": (post(media=None), "media"),
    "five media": (post(media=[MEDIA] * 5), "media"),
    "media CID version 0": (media(cid="QmYwAPJzv5CZsnA625s3Xf2nemtYgPpHdWEz79ojWnPbdG"), "media"),
    "media CID upper case": (media(cid=CID.upper()), "media"),
    "media SVG": (media(mime="image/svg+xml"), "media"),
    "media HTML": (media(mime="text/html"), "media"),
    "media mime with parameter": (media(mime="image/png; charset=x"), "media"),
    "media without alt": (post(media=[without(MEDIA, "alt")]), "media"),
    "media of 0 bytes": (media(size=0), "media"),
    "media over 10 MiB": (media(size=10_485_761), "media"),
    "media size as text": (media(size="1"), "media"),
    "media size true": (media(size=True), "media"),
    "alt of 2,001 characters": (media(alt="a" * 2001), "media"),
    "mentions as object": (post(mentions={}), "mentions"),
    "mention as text": (post(mentions=["ada"]), "mentions"),
    "mention by number": (post(mentions=[{"profile": 1, "handle": "ada"}]), "mentions"),
    "mention of profile 0": (post(mentions=[{"profile": "0", "handle": "ada"}]), "mentions"),
    "mention with leading zero": (post(mentions=[{"profile": "01", "handle": "ada"}]), "mentions"),
    "mention of 2^63": (post(mentions=[{"profile": str(2**63), "handle": "ada"}]), "mentions"),
    "mention in Arabic digits": (post(mentions=[{"profile": "١", "handle": "ada"}]), "mentions"),
    "mention of a bad handle": (post(mentions=[{"profile": "1", "handle": "Ada"}]), "mentions"),
    "mention ending in a newline": (post(mentions=[{"profile": "1", "handle": "ada\n"}]), "mentions"),
    "51 mentions": (post(mentions=[{"profile": "1", "handle": "ada"}] * 51), "mentions"),
    "lang null": (post(lang=None), "lang"),
    "lang with space": (post(lang="en us"), "lang"),
    "lang of 36 characters": (post(lang="a" * 36), "lang"),
    "profile without name": (document(type="profile", bio=""), "name"),
    "name of 65 characters": (profile(name="a" * 65), "name"),
    "profile without bio": (document(type="profile", name="Ada"), "bio"),
    "bio of 501 characters": (profile(bio="a" * 501), "bio"),
    "avatar null": (profile(avatar=None), "avatar"),
    "avatar without CID": (profile(avatar=without(MEDIA, "cid")), "avatar"),
    "link with script": (profile(links=["javascript:alert(1)"]), "links"),
    "link with quote": (profile(links=['https://x/"']), "links"),
    "link with line end": (profile(links=["https://x\n"]), "links"),
    "link as number": (profile(links=[1]), "links"),
    "nine links": (profile(links=["https://x"] * 9), "links"),
    "reaction without emoji": (document(type="reaction", seen=SEEN), "emoji"),
    "empty emoji": (document(type="reaction", emoji="", seen=SEEN), "emoji"),
    "emoji of 33 bytes": (document(type="reaction", emoji="a" * 33, seen=SEEN), "emoji"),
    "emoji of 36 bytes in 9 characters": (document(type="reaction", emoji="👍" * 9, seen=SEEN), "emoji"),
    "reaction without seen": (document(type="reaction", emoji="👍"), "seen"),
    "seen without 0x": (document(type="reaction", emoji="👍", seen=SEEN[2:]), "seen"),
    "seen in upper case": (document(type="reaction", emoji="👍", seen="0x" + "AB" * 32), "seen"),
    "label with space": (document(type="label", label="a b"), "label"),
    "empty label": (document(type="label", label=""), "label"),
    "label of 33 characters": (document(type="label", label="a" * 33), "label"),
    "reason null": (document(type="label", label="spam", reason=None), "reason"),
    "reason of 501 characters": (document(type="label", label="spam", reason="a" * 501), "reason"),
}
