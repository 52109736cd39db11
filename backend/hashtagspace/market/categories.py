"""What kinds of data there are to sell and how closely each field can be shown: `schemas.json` as records.

The file is the one source for Python and TypeScript; whoever changes it raises its version.
"""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any, Final

from hashtagspace.domain.terms import Granularity
from hashtagspace.market.errors import InvalidValue

_FILE: Final = "schemas.json"


@dataclass(frozen=True, slots=True)
class Choice:
    """One of the values a field may have; `choices` are finer ones, of which this is the group."""

    id: str
    title: str
    choices: tuple["Choice", ...] = ()


@dataclass(frozen=True, slots=True)
class Part:
    """Some neighbours of a histogram, added up."""

    id: str
    title: str
    size: int


@dataclass(frozen=True, slots=True)
class Bracket:
    """How a value is made coarse; which of the parameters a rule takes is in `ladder`."""

    rule: str
    edges: tuple[int, ...] = ()
    size: int = 0
    keep: int = 0
    step: str = ""
    parts: tuple[Part, ...] = ()


@dataclass(frozen=True, slots=True)
class YesNo:
    """A test and the question it answers, with {parameter} where an offer puts its own."""

    test: str
    question: str
    parameters: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Noised:
    """Discrete Laplace noise: values up to `sensitivity` apart look alike, the more the smaller `epsilon` is.

    `about` is the mean distance from the truth, `within` that of 95 in 100 draws, both in `unit`.
    """

    epsilon: str
    sensitivity: int
    unit: str
    about: int
    within: int


@dataclass(frozen=True, slots=True)
class Field:
    """One field or column; `least`, `most`, `characters` and `size` bound values as `values` says."""

    id: str
    title: str
    type: str
    required: bool
    personal_data: str
    choices: tuple[Choice, ...]
    least: int
    most: int
    characters: int
    size: int
    bracket: Bracket | None
    yesno: YesNo | None
    noised: Noised | None

    def offers(self, granularity: Granularity) -> bool:
        """True iff the field can be shown this closely."""
        match granularity:
            case Granularity.EXACT:
                return True
            case Granularity.BRACKET:
                return self.bracket is not None
            case Granularity.YESNO:
                return self.yesno is not None
            case Granularity.NOISED:
                return self.noised is not None

    def list_values(self) -> Iterator[Choice]:
        """The choices that a value can be: the finest ones."""
        for choice in self.choices:
            yield from choice.choices or (choice,)

    def find_group(self, value: str) -> str | None:
        """The group of a choice, itself when it stands alone; None when there is no such choice."""
        for choice in self.choices:
            if any(value == finer.id for finer in choice.choices or (choice,)):
                return choice.id
        return None

    def find_title(self, value: str) -> str | None:
        """The title of a choice or group."""
        for choice in self.choices:
            for one in (choice, *choice.choices):
                if one.id == value:
                    return one.title
        return None


@dataclass(frozen=True, slots=True)
class Category:
    """A kind of data; `shape` is fields, rows or file."""

    id: str
    title: str
    words: str
    shape: str
    personal_data: str
    fields: tuple[Field, ...]

    def find_field(self, field_id: str) -> Field | None:
        """The field of that id."""
        return next((field for field in self.fields if field.id == field_id), None)

    def offers(self, granularity: Granularity) -> bool:
        """True iff anything of the category can be shown this closely; a file only whole."""
        if self.shape == "file":
            return granularity is Granularity.EXACT
        return any(field.offers(granularity) for field in self.fields)


@dataclass(frozen=True, slots=True)
class Schemas:
    """All of `schemas.json`; `regions` are countries by region id."""

    categories: Mapping[str, Category]
    countries: Mapping[str, str]
    regions: Mapping[str, tuple[str, ...]]
    region_titles: Mapping[str, str]
    currencies: frozenset[str]
    max_rows: int
    max_record_bytes: int
    max_file_bytes: int

    def get_category(self, category_id: str) -> Category:
        """The category; raises `record.category`."""
        category = self.categories.get(category_id)
        if category is None:
            known = ", ".join(self.categories)
            raise InvalidValue(f"There is no category {category_id!r}: take {known}.", code="record.category")
        return category

    def get_region(self, country: str) -> str:
        """The region that a country of the list lies in."""
        return next(region for region, countries in self.regions.items() if country in countries)


@cache
def load_schemas() -> Schemas:
    """The schemas that this version of the program knows."""
    text = files("hashtagspace.market").joinpath(_FILE).read_text()
    data: dict[str, Any] = json.loads(text)
    categories = [_category(entry) for entry in data["categories"]]
    limits = data["limits"]
    return Schemas(
        {category.id: category for category in categories},
        data["countries"],
        {region["id"]: tuple(region["countries"]) for region in data["regions"]},
        {region["id"]: region["title"] for region in data["regions"]},
        frozenset(data["currencies"]),
        limits["rows"],
        limits["recordBytes"],
        limits["fileBytes"],
    )


def _category(entry: dict[str, Any]) -> Category:
    return Category(
        entry["id"],
        entry["title"],
        entry["words"],
        entry["shape"],
        entry["personalData"],
        tuple(_field(field) for field in entry["fields"]),
    )


def _field(entry: dict[str, Any]) -> Field:
    ladder = entry["ladder"]
    return Field(
        entry["id"],
        entry["title"],
        entry["type"],
        entry["required"],
        entry["personalData"],
        tuple(_choice(choice) for choice in entry.get("choices", ())),
        entry.get("least", 0),
        entry.get("most", 0),
        entry.get("characters", 0),
        entry.get("size", 0),
        _bracket(ladder["bracket"]) if "bracket" in ladder else None,
        _yesno(ladder["yesno"]) if "yesno" in ladder else None,
        Noised(**ladder["noised"]) if "noised" in ladder else None,
    )


def _choice(entry: dict[str, Any]) -> Choice:
    return Choice(entry["id"], entry["title"], tuple(_choice(finer) for finer in entry.get("choices", ())))


def _bracket(entry: dict[str, Any]) -> Bracket:
    return Bracket(
        entry["rule"],
        tuple(entry.get("edges", ())),
        entry.get("size", 0),
        entry.get("keep", 0),
        entry.get("step", ""),
        tuple(Part(**part) for part in entry.get("parts", ())),
    )


def _yesno(entry: dict[str, Any]) -> YesNo:
    return YesNo(entry["test"], entry["question"], tuple(entry["parameters"]))
