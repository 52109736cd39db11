"""Records of every category, asks for them, and values that do or do not fit a field."""

from golden.samples import Vectors
from hashtagspace.domain.terms import Ask, Granularity, Question

EXACT, BRACKET, YESNO, NOISED = Granularity
DAY = "2026-11-23"


def row(day: str, category: str, amount: str, currency: str, **more: str) -> Vectors:
    """One purchase."""
    return {"date": day, "category": category, "amount": {"amount": amount, "currency": currency}, **more}


RECORDS: dict[str, Vectors] = {
    "interests": {
        "fields": {
            "topics": ["sport.running", "food-and-drink.coffee", "sport.climbing"],
            "planning": ["electronics.phones"],
            "brands": ["Zebra & Söhne", "adidas", "𝄞 Music"],
        }
    },
    "demographics": {
        "fields": {
            "birth_year": 1987,
            "gender": "nonbinary",
            "education": "university.master",
            "work": "working.part-time",
            "occupation": "professional",
            "household_size": 3,
            "children": 1,
            "income": {"amount": "45000.00", "currency": "EUR"},
            "languages": ["en", "de", "ar"],
        },
        "noise": [
            {"field": "birth_year", "epsilon": "1", "of": 1987, "noise": -4},
            {"field": "household_size", "epsilon": "1", "of": 3, "noise": -9},
            {"field": "children", "epsilon": "1", "of": 1, "noise": 40},
        ],
    },
    "contact": {"fields": {"full_name": "Ada Ünsal", "email": "ada@mail.example", "phone": "+491701234567"}},
    "location": {
        "fields": {
            "country": "DE",
            "city": "Berlin",
            "postcode": "1 0115",
            "coordinates": {"latitude": "-52.52", "longitude": "13.405123"},
            "moved": 2019,
        }
    },
    "purchases": {
        "rows": [
            row("2026-11-23", "groceries.supermarket", "12.50", "EUR", merchant="Bäcker", channel="store"),
            row("2026-11-02", "electronics.phones", "799.00", "EUR", merchant="Shop", channel="online"),
            row("2026-08-23", "groceries.drinks", "4.99", "EUR"),
            row("2026-08-22", "travel.trains", "1000.00", "USD", item="Berlin – Wien"),
            row("2025-11-23", "pets.pet-food", "30.00", "EUR", channel="store"),
        ]
    },
    "activity": {
        "fields": {
            "posts": 12,
            "replies": 0,
            "quotes": 1,
            "reposts": 10_000,
            "tags": [{"tag": "zug", "count": 3}, {"tag": "coffee", "count": 2}, {"tag": "咖啡", "count": 1}],
            "hours": [*range(24)],
            "weekdays": [1, 2, 3, 4, 5, 6, 7],
            "first": "2026-01-31",
            "last": "2026-11-22",
        }
    },
    "custom": {"name": "notes.txt", "mime": "text/plain", "data": "aGVsbG8="},
}


def ask(kind: str, granularity: Granularity, *fields: str, **questions: Question) -> Ask:
    """An ask at the price of 1; a question by the name of its field."""
    return Ask(
        kind,
        granularity,
        1,
        fields,
        tuple(
            Question(name, q.least, q.months, q.one_of, q.currency) for name, q in sorted(questions.items())
        ),
    )


def least(number: int, currency: str | None = None, months: int | None = None) -> Question:
    """At least so many, so much, so long."""
    return Question("", least=number, currency=currency, months=months)


def among(*values: str, months: int | None = None) -> Question:
    """One of these."""
    return Question("", one_of=values, months=months)


ASKS: tuple[Ask, ...] = (
    ask("interests", EXACT),
    ask("interests", EXACT, "brands", "topics"),
    ask("interests", BRACKET),
    ask("interests", YESNO, planning=among("electronics"), topics=among("pets", "sport.climbing")),
    ask("interests", YESNO, "topics", topics=among("pets", "music.jazz")),
    ask("demographics", EXACT),
    ask("demographics", BRACKET),
    ask("demographics", NOISED),
    ask("demographics", NOISED, "birth_year"),
    ask("demographics", YESNO, "birth_year", birth_year=least(38)),
    ask("demographics", YESNO, "birth_year", birth_year=least(39)),
    ask("demographics", YESNO, "income", income=least(45_000, "EUR")),
    ask("demographics", YESNO, "income", income=least(45_001, "EUR")),
    ask("demographics", YESNO, "income", income=least(1, "USD")),
    ask("demographics", YESNO, "children", children=least(2)),
    ask("demographics", YESNO, "gender", "education", gender=among("man"), education=among("university")),
    ask("contact", EXACT),
    ask("contact", EXACT, "street"),
    ask("contact", YESNO),
    ask("location", EXACT, "coordinates"),
    ask("location", BRACKET),
    ask("location", YESNO, "postcode", postcode=among("2", "1 0")),
    ask("location", YESNO, "country", country=among("FR", "AT")),
    ask("location", YESNO, "postcode", postcode=among("$&", "$1", "{oneOf}", "{least}")),
    ask("location", YESNO, "moved", moved=least(7)),
    ask("location", NOISED),
    ask("purchases", EXACT),
    ask("purchases", EXACT, "merchant", "item"),
    ask("purchases", BRACKET),
    ask("purchases", BRACKET, "channel"),
    ask("purchases", YESNO, amount=least(816, "EUR", 3), category=among("groceries", months=1)),
    ask("purchases", YESNO, amount=least(817, "EUR", 3), category=among("travel.trains", months=3)),
    ask("purchases", YESNO, amount=least(846, "EUR", 12), category=among("travel", "pets", months=120)),
    ask("activity", EXACT, "hours", "tags"),
    ask("activity", BRACKET),
    ask("activity", YESNO, "posts", "tags", posts=least(13), tags=among("咖啡")),
    ask("custom", EXACT),
)

UNOFFERED: tuple[Ask, ...] = (
    ask("custom", BRACKET),
    ask("custom", YESNO),
    ask("contact", BRACKET),
    ask("contact", BRACKET, "full_name"),
    ask("contact", NOISED, "email"),
    ask("contact", EXACT, "email", "birth_year"),
    ask("purchases", NOISED),
    ask("purchases", YESNO, "merchant"),
    ask("purchases", BRACKET, "item", "date"),
)

MONTHS_BEFORE: tuple[tuple[str, int], ...] = (
    ("2026-03-31", 1),
    ("2024-03-31", 1),
    ("2026-12-31", 1),
    ("2026-01-15", 12),
    ("2026-01-15", 1),
    ("2024-02-29", 12),
    ("2026-11-23", 120),
)

BAD_RECORDS: tuple[tuple[str, object, str], ...] = (
    ("nothing", {"fields": {"a": 1}}, "category"),
    ("constructor", {"fields": {"a": 1}}, "category"),
    ("interests", [], "shape"),
    ("interests", {"rows": []}, "shape"),
    ("interests", {"fields": {}}, "shape"),
    ("interests", {"fields": []}, "shape"),
    ("interests", {"fields": {"topics": ["sport.running"]}, "more": 1}, "shape"),
    ("interests", {"fields": {"birth_year": 1987}}, "field"),
    ("demographics", {"fields": {"birth_year": "1987"}}, "value"),
    ("interests", {"fields": {"constructor": 1987}}, "field"),
    ("purchases", {"rows": [{"date": "2026-01-01", "category": "other.other"}]}, "required"),
    ("purchases", {"rows": []}, "rows"),
    ("purchases", {"rows": {}}, "rows"),
    ("purchases", {"fields": {}}, "shape"),
    ("custom", {"name": "a", "mime": "text/plain"}, "file"),
    ("custom", {"name": "", "mime": "text/plain", "data": "AA=="}, "file"),
    ("custom", {"name": "a\nb", "mime": "text/plain", "data": "AA=="}, "file"),
    ("custom", {"name": "a", "mime": "text", "data": "AA=="}, "file"),
    ("custom", {"name": "a", "mime": "text/plain", "data": ""}, "file"),
    ("custom", {"name": "a", "mime": "text/plain", "data": "AB=="}, "file"),
    ("custom", {"name": "a", "mime": "text/plain", "data": "AA"}, "file"),
    ("custom", {"name": "a", "mime": "text/plain", "data": "A A="}, "file"),
    ("custom", {"name": "a", "mime": "text/plain", "data": 1}, "file"),
    ("demographics", {"fields": {"children": 1}, "noise": {}}, "noise"),
    ("demographics", {"fields": {"children": 1}, "noise": [{"field": "children"}]}, "noise"),
    (
        "demographics",
        {"fields": {"children": 1}, "noise": [{"field": "x", "epsilon": "1", "of": 1, "noise": 1}]},
        "noise",
    ),
    (
        "demographics",
        {"fields": {"children": 1}, "noise": [{"field": "children", "epsilon": "1", "of": True, "noise": 1}]},
        "noise",
    ),
)
