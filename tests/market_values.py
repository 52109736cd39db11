"""Hypothesis strategies for records of the market, made from the schemas."""

from typing import Any

from hypothesis import strategies as st

from hashtagspace.market.categories import Category, Field, load_schemas

SCHEMAS = load_schemas()
letters = st.text("abcdefg hijk-ÄöüßÇ咖啡😀\u200d", min_size=1).map(lambda text: text.strip(" ") or "x")
counts = st.integers(0, 1_000_000)
years = st.integers(1900, 2100)
dates = st.dates().map(lambda day: day.replace(year=1900 + day.year % 200)).map(str)


def lines(most: int) -> st.SearchStrategy[str]:
    return letters.map(lambda text: text[:most].strip(" ") or "x")


def amounts(most: int) -> st.SearchStrategy[str]:
    return st.integers(0, most).map(lambda cents: f"{cents // 100}.{cents % 100:02d}")


def degrees(most: int) -> st.SearchStrategy[str]:
    micro = st.integers(-most * 10**6, most * 10**6)
    return micro.map(lambda size: f"{'-' if size < 0 else ''}{abs(size) // 10**6}.{abs(size) % 10**6:06d}")


def values_of(field: Field) -> st.SearchStrategy[Any]:
    """Values that fit the field."""
    choices = st.sampled_from([choice.id for choice in field.list_values()] or [""])
    money = st.fixed_dictionaries(
        {"amount": amounts(99_999_999_999), "currency": st.sampled_from(sorted(SCHEMAS.currencies))}
    )
    tags = st.fixed_dictionaries(
        {"tag": st.text("abcß咖😀", min_size=1, max_size=9), "count": st.integers(1, 9)}
    )
    strategies: dict[str, st.SearchStrategy[Any]] = {
        "text": lines(field.most or 1),
        "texts": st.lists(lines(field.characters or 1), min_size=1, max_size=5, unique=True),
        "integer": st.integers(field.least, field.most),
        "year": st.integers(field.least, field.most),
        "date": dates,
        "country": st.sampled_from(sorted(SCHEMAS.countries)),
        "choice": choices,
        "tags": st.lists(choices, min_size=1, max_size=min(field.most or 1, 9), unique=True),
        "email": st.sampled_from(["a@b.de", "x.y+z@mail.example"]),
        "phone": st.integers(10**6, 10**15 - 1).map(lambda number: f"+{number}"),
        "money": money,
        "coordinates": st.fixed_dictionaries({"latitude": degrees(90), "longitude": degrees(180)}),
        "histogram": st.lists(counts, min_size=field.size, max_size=field.size),
        "hashtags": st.lists(tags, min_size=1, max_size=5, unique_by=lambda entry: entry["tag"]),
    }
    return strategies[field.type]


def cells_of(category: Category) -> st.SearchStrategy[dict[str, Any]]:
    """Some of the fields, all of the required ones."""
    required = {field.id: values_of(field) for field in category.fields if field.required}
    optional = {field.id: values_of(field) for field in category.fields if not field.required}
    cells = st.fixed_dictionaries(required, optional=optional)
    return cells.filter(len) if not required else cells


def records_of(category: Category) -> st.SearchStrategy[dict[str, Any]]:
    """Values of a record as JSON."""
    match category.shape:
        case "rows":
            return st.lists(cells_of(category), min_size=1, max_size=6).map(lambda rows: {"rows": rows})
        case "file":
            return st.just({"name": "a.bin", "mime": "application/octet-stream", "data": "AAEC"})
        case _:
            return cells_of(category).map(lambda fields: {"fields": fields})


categories = st.sampled_from(list(SCHEMAS.categories.values()))
records = categories.flatmap(lambda category: st.tuples(st.just(category.id), records_of(category)))
