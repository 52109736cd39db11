"""hashtag.json: texts with their tags, tags with their one spelling and id."""

from random import Random

from golden.samples import Vectors, hexed, source
from hashtagspace.domain.hashtag import canonical_tag, find_hashtags, tag_id
from hashtagspace.domain.hashtag_rules import canonical, hashtag_rules
from hashtagspace.domain.keccak import keccak256
from hashtagspace.errors import InvalidHashtag

TEXTS = (
    "",
    "#",
    "##",
    "# a",
    "no tags here",
    "#one",
    "a #one b",
    "#one#two",
    "##one",
    "a#one",
    "_#one",
    "1#one",
    "é#one",
    "(#one)",
    "#one.",
    "#one-two",
    "#one_two",
    "#_",
    "#__",
    "#1",
    "#123",
    "#1a",
    "#a1",
    "#1_",
    "#ONE #one #One",
    "#straße #STRASSE #Straẞe",
    "#ﬁsh #FISH",
    "#Σίσυφος #ΣΊΣΥΦΟΣ #σίσυφοσ",
    "#ᾳ #ΑΙ #αι",
    "#istanbul #İstanbul #ISTANBUL #ıstanbul",
    "#café #cafe\u0301 #CAFÉ #CAFE\u0301",
    "#Å #Å #a\u030a",
    "#한국 #\u1112\u1161\u11ab국",
    "#\u1100\u1161\u11a8 #각 #가\u11a8",
    "#日本語 ＃日本語 ＃ 日本語",
    "#中文，#标签。",
    "#ไทย #العربية #عربي_١٢",
    "#עברית\u200f #עִברית",
    "#हिन्दी #हिंदी",
    "#বাংলা #தமிழ் #తెలుగు #ಕನ್ನಡ #മലയാളം",
    "#Ελλάδα #РОССИЯ #россия #Україна",
    "#ქართული #ᲥᲐᲠᲗᲣᲚᲘ",
    "#ᏣᎳᎩ #ꮳꮃꭹ",
    "#𐐀𐐁 #𐐨𐐩",
    "#Ǆ #ǆ #ǅ",
    "#ŉ #ʼn",
    "#🎉",
    "#party🎉",
    "#🎉party",
    "#\u20e3",
    "#️⃣",
    "#a\ufe0f",
    "#\u0301a",
    "#a\u0323\u0307 #a\u0307\u0323 #ạ\u0307",
    "#می\u200cخواهم #میخواهم",
    "#क\u094d\u200dष #क\u094dष",
    "#a\u200d",
    "#\u200da",
    "#a\u200c\u200db",
    "#a\u200b",
    "#a\u2060b",
    "#a\u00adb",
    "#a\u034fb",
    "#\u3164",
    "#a\u3164b",
    "#１２３",
    "#ａｂｃ #abc",
    "#٣",
    "#٣a",
    "#" + "a" * 50,
    "#" + "a" * 51,
    "#" + "ß" * 25,
    "#" + "ß" * 26,
    "#" + "e\u0301" * 50,
    "#" + "e\u0301" * 51,
    "#" + "각" * 50,
    "#\ud55c" * 3,
    "#a\n#b\t#c\u3000#d",
    "https://example.org/#top https://example.org#top",
    "&#39; &#x27;",
    "#C++ #C# #.net",
    "#\u2126 #ω",
    "#e\u030d\u0301 #e\u0301\u030d #e\u0316\u0301 #e\u0300\u0301",
    "#\u1e9b\u0323 #ṩ",
    "#\ufb1d #יִ",
    "#\u0340a #a\u0340",
    "#\u0958 #क़",
    "#神 #\ufa19",
    "#\U0002f800",
    "#𝐀 #𝟘",
    "#ﷺ",
    "#Ⅷ #〇",
    " ".join(f"#tag{number}" for number in range(40)),
)
GIVEN = (
    "",
    "#",
    "＃",
    "tag",
    "#Tag",
    "＃Tag",
    "##tag",
    "tag#",
    " tag",
    "tag ",
    "a b",
    "1",
    "1a",
    "a" * 50,
    "a" * 51,
    "\u0301",
    "É",
)


def random_text(random: Random, pool: list[str]) -> str:
    """Up to 40 characters with many signs, spaces, marks and joiners among them."""
    fillers = ["#", "#", " ", "＃", "_", "7", "\u200d", "\u200c", "a", "Z", "\u0301", "\u0323", "🙂"]
    return "".join(
        random.choice(fillers if random.random() < 0.4 else pool) for _ in range(random.randint(1, 40))
    )


def canonical_or_none(tag: str) -> str | None:
    """The canonical tag, None where it is refused."""
    try:
        return canonical_tag(tag)
    except InvalidHashtag:
        return None


def interesting() -> list[str]:
    """Characters that decompose, fold or combine, and a sample of every run of the table."""
    rules = hashtag_rules()
    hangul = [chr(code) for code in (*range(0x1100, 0x1113), *range(0x1161, 0x1176), *range(0x11A8, 0x11C3))]
    edges = [chr(code) for first, last, _ in rules.classes for code in {first, last}]
    return [*rules.decompositions, *rules.folds, *rules.combining, *hangul, *edges, *"각가힣한"]


def build() -> Vectors:
    """`texts` and `random` alike: a text and its tags."""
    random = source("hashtag")
    pool = interesting()
    tags = [find_hashtags(text) for text in TEXTS]
    drawn = [random_text(random, pool) for _ in range(300)]
    return {
        "texts": [{"text": text, "tags": found} for text, found in zip(TEXTS, tags, strict=True)],
        "random": [{"text": text, "tags": find_hashtags(text)} for text in drawn],
        "given": [{"given": tag, "canonical": canonical_or_none(tag)} for tag in GIVEN],
        "everyCharacter": every_character(),
        "ids": {
            "tag": sorted({tag for found in tags for tag in found}),
            "id": [hexed(tag_id(tag)) for tag in sorted({tag for found in tags for tag in found})],
        },
    }


def every_character() -> list[Vectors]:
    """keccak256 over the canonical forms of all allowed characters, 4,096 to a chunk, as one text each."""
    chunks: dict[int, list[str]] = {}
    for first, last, _ in hashtag_rules().classes:
        for code in range(first, last + 1):
            chunks.setdefault(code >> 12, []).append(canonical(chr(code)))
    return [
        {"block": block, "count": len(forms), "digest": hexed(keccak256("".join(forms).encode()))}
        for block, forms in sorted(chunks.items())
    ]
