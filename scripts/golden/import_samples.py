"""Files to import, how their columns are read, and public posts to count."""

from hashtagspace.market.activity import PublicPost

CSV: tuple[tuple[str, bytes], ...] = (
    ("commas", b"date,shop,sum\r\n2026-03-01,Bakery,12.50\r\n"),
    ("no line end", b"a,b\n1,2"),
    ("only carriage returns", b"a,b\r1,2\r3,4\r"),
    ("byte order mark", b"\xef\xbb\xbfa,b\n1,2\n"),
    ("semicolons", "Betrag;Währung\n12,50;EUR\n".encode()),
    ("tabs", b"a\tb;c\n1\t2\n"),
    ("quotes", b'a,"b ""c"", d"\n"1\n2","x"\n'),
    ("quote within", b'a,b\nx"y,"z"\n'),
    ("separator in a quoted header", b'"a;b;c",d\n1,2\n'),
    ("spaces around", b" a , b \n 1 ,  2\n"),
    ("empty lines", b"\n\na,b\n\r\n\n1,2\n\n"),
    ("empty cells", b"a,b\n,\n1,\n"),
    ("one column", b"a\n1\n2\n"),
    ("empty", b""),
    ("only lines", b"\r\n\r\n"),
    ("header alone", b"a,b\n"),
    ("name twice", b"a,a\n1,2\n"),
    ("name twice but for spaces", b"a, a\n1,2\n"),
    ("name missing", b"a,\n1,2\n"),
    ("row too short", b"a,b\n1\n"),
    ("row too long", b"a,b\n1,2,3\n"),
    ("quote not ended", b'a,b\n"1,2\n'),
    ("quote ended early", b'a,b\n"1"x,2\n'),
    ("not UTF-8", b"a,b\n\xe4,2\n"),
    ("UTF-16", "a,b\n1,2\n".encode("utf-16")),
    ("64 columns", b",".join(b"c%d" % n for n in range(64)) + b"\n" + b",".join([b"1"] * 64)),
    ("65 columns", b",".join(b"c%d" % n for n in range(65)) + b"\n" + b",".join([b"1"] * 65)),
    ("cell of 4 KiB", b"a\n" + b"x" * 4_096),
    ("cell over 4 KiB", b"a\n" + b"x" * 4_097),
    ("cell over 4 KiB in bytes", ("a\n" + "咖" * 1_366).encode()),
)

JSON: tuple[tuple[str, bytes], ...] = (
    ("rows", b'[{"a":"x","b":1},{"a":"y","c":true}]'),
    ("numbers", b'[{"a":1.50,"b":-0.0,"c":1e5,"d":0.1,"e":123456789012345,"f":-12.30,"g":0.0001,"h":1E2}]'),
    ("null and lists", b'[{"a":null,"b":["x","y"],"c":[]}]'),
    ("spaces", b'[{" a ":" x "}]'),
    ("byte order mark", b'\xef\xbb\xbf[{"a":"1"}]'),
    ("escapes", b'[{"a":"\\u00e4\\ud83d\\ude00\\n"}]'),
    ("names of an object", b'[{"__proto__":"x","constructor":"y"}]'),
    ("not JSON", b"a,b"),
    ("single quotes", b"[{'a':1}]"),
    ("an object", b'{"a":1}'),
    ("a row no object", b'[{"a":1},2]'),
    ("empty", b"[]"),
    ("nothing", b""),
    ("rows without names", b"[{},{}]"),
    ("an object within", b'[{"a":{"b":1}}]'),
    ("a list of numbers", b'[{"a":[1,2]}]'),
    ("not a number", b'[{"a":NaN}]'),
    ("too large", b'[{"a":1000000000000000}]'),
    ("too large with a point", b'[{"a":1000000000000000.5}]'),
    ("too small", b'[{"a":0.00009}]'),
    ("infinite", b'[{"a":1e400}]'),
    ("without a name", b'[{"":1}]'),
    ("half a surrogate pair", b'[{"a":"\\ud83d"}]'),
    ("half a surrogate pair in a name", b'[{"\\ude00":"x"}]'),
    ("not UTF-8", b'[{"a":"\xe4"}]'),
    ("cell over 4 KiB", b'[{"a":"' + b"x" * 4_097 + b'"}]'),
)

_BANK = """Buchung;Text;Betrag;Art
01.03.2026;Bäcker;-12,50;Groceries
02.03.2026;Gehalt;2.000,00;Other
3.3.2026;Lohn;2000,00;Other
2026-03-04T10:00:00Z;Bahn;-49 EUR;travel.trains
05/03/2026;Kino;-9,90 EUR;TICKETS
06.03.2026;;-1,5;Rockets
;;;
"""
_SHOP = """d,a,c
2026-01-01,USD 5,pets.pet-food
2026-01-01,EUR 5 EUR,Other
,5.5 EUR,other.other
2026-01-01,"1,000.00",Other
"""
MAPPED: tuple[tuple[str, str, dict[str, str], str | None], ...] = (
    (
        "purchases",
        _BANK,
        {"Betrag": "amount", "Buchung": "date", "Art": "category", "Text": "merchant"},
        "EUR",
    ),
    ("purchases", _BANK, {"Betrag": "amount", "Buchung": "date", "Art": "category"}, None),
    ("purchases", _SHOP, {"d": "date", "a": "amount", "c": "category"}, "USD"),
    (
        "demographics",
        "born,lives with,speaks,earns,school\n1987,2,German; english ;ar,30000 EUR,MASTER'S DEGREE\n",
        {
            "born": "birth_year",
            "lives with": "household_size",
            "speaks": "languages",
            "earns": "income",
            "school": "education",
        },
        None,
    ),
    ("demographics", "born\n87\n", {"born": "birth_year"}, None),
    ("location", 'land,ort\ngermany,"52.52; 13.405"\n', {"land": "country", "ort": "coordinates"}, None),
    (
        "interests",
        'likes;brands\n"Running;coffee;Pop";"A; B;;C"\n',
        {"likes": "topics", "brands": "brands"},
        None,
    ),
    ("contact", "mail,name\nada@mail.example,Ada\n", {"mail": "email"}, None),
    ("contact", "mail\na@b.de\nc@d.de\n", {"mail": "email"}, None),
    ("contact", "mail,phone\n,\n", {"mail": "email"}, None),
    ("purchases", "d,a\n2026-01-01,5\n", {"d": "date"}, "EUR"),
    ("purchases", "d,a\n2026-01-01,5\n", {"d": "date", "a": "amount"}, "EUR"),
    ("contact", "mail\na@b.de\n", {"post": "email"}, None),
    ("contact", "mail\na@b.de\n", {"mail": "birth_year"}, None),
    ("contact", "mail,more\na@b.de,b@c.de\n", {"mail": "email", "more": "email"}, None),
    ("contact", "mail\na@b.de\n", {}, None),
    ("activity", "posts\n5\n", {"posts": "posts"}, None),
    ("custom", "posts\n5\n", {"posts": "posts"}, None),
    ("nothing", "posts\n5\n", {"posts": "posts"}, None),
)


def post(number: int, kind: str, at: str, *tags: str, is_retracted: bool = False) -> PublicPost:
    """A public post."""
    return PublicPost(f"0x{number:064x}", kind, at, tags, is_retracted)


_SUNDAY = "2026-11-22T23:59:59.999Z"
POSTS: tuple[tuple[str, tuple[PublicPost, ...]], ...] = (
    ("none", ()),
    (
        "some",
        (
            post(1, "post", _SUNDAY, "coffee", "zug"),
            post(2, "reply", "2026-11-23T00:00:00.000Z", "zug"),
            post(2, "reply", "2026-11-23T00:00:00.000Z", "zug"),
            post(3, "repost", "2024-02-29T12:30:00.000Z"),
            post(4, "quote", "2026-11-23T12:30:00.000Z", "咖", "😀", "coffee", "coffee"),
            post(5, "post", "2020-01-01T00:00:00.000Z", "gone", is_retracted=True),
        ),
    ),
    ("many tags", tuple(post(n, "post", _SUNDAY, f"t{n:02}", "all") for n in range(25))),
    ("tags beyond the plane", (post(1, "post", _SUNDAY, "\ufb01", "😀", "a", "Z"),)),
    ("another kind", (post(1, "poll", _SUNDAY),)),
    ("no time", (post(1, "post", ""),)),
    ("no day", (post(1, "post", "2026-02-30T00:00:00.000Z"),)),
    ("hour 24", (post(1, "post", "2026-02-20T24:00:00.000Z"),)),
    ("another zone", (post(1, "post", "2026-02-20T23:00:00.000+01:00"),)),
    ("no milliseconds", (post(1, "post", "2026-02-20T23:00:00Z"),)),
)
