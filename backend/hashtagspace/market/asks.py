"""Asks against the schemas: whether they ask for what there is, and which fields they mean."""

from typing import Final

from hashtagspace.domain.terms import Ask, Granularity, Question, TermsDocument
from hashtagspace.domain.terms_members import broken
from hashtagspace.market.categories import Category, Field, YesNo, load_schemas
from hashtagspace.market.values import explain_fault

_UNION: Final = "EU"


def verify_terms(terms: TermsDocument) -> None:
    """Raises `terms.category`, `.granularity`, `.fields`, `.questions` or of a country that there is not.

    The latter are `terms.jurisdiction`, `.storage_locations` and `.address`. What form alone cannot tell; the
    prices and all else were judged when the document was read.
    """
    countries = load_schemas().countries
    for place, rule in (
        (terms.jurisdiction, "jurisdiction"),
        *((location, "storage_locations") for location in terms.storage_locations),
    ):
        if place != _UNION and place not in countries:
            raise broken(rule, f"There is no country {place}: take EU or a country of ISO 3166-1.")
    for address in (terms.controller.address, *(recipient.address for recipient in terms.recipients)):
        if address.country not in countries:
            raise broken("address", f"There is no country {address.country}.")
    for ask in terms.asks:
        verify_ask(ask)


def verify_ask(ask: Ask) -> None:
    """Raises `terms.category`, `.granularity`, `.fields` or `.questions`."""
    category = load_schemas().categories.get(ask.category)
    if category is None:
        raise broken("category", f"There is no category {ask.category}.")
    if not category.offers(ask.granularity):
        raise broken("granularity", f"{category.title} cannot be shown as {ask.granularity.value}.")
    for field_id in ask.fields:
        field = category.find_field(field_id)
        if field is None or not field.offers(ask.granularity):
            raise broken(
                "fields", f"{category.title} has no field {field_id} to be shown as {ask.granularity.value}."
            )
    _verify_questions(ask, category)


def list_asked(ask: Ask) -> tuple[Field, ...]:
    """The fields that an ask is about, in the order of the schemas."""
    category = load_schemas().get_category(ask.category)
    return tuple(
        field
        for field in category.fields
        if (field.id in ask.fields if ask.fields else field.offers(ask.granularity))
    )


def find_question(ask: Ask, field: Field) -> Question:
    """What the ask wants to know of a field; without parameters when it gives none."""
    return next((question for question in ask.questions if question.field == field.id), Question(field.id))


def _verify_questions(ask: Ask, category: Category) -> None:
    asked = list_asked(ask) if ask.granularity is Granularity.YESNO else ()
    stray = {question.field for question in ask.questions} - {field.id for field in asked}
    if stray:
        raise broken(
            "questions", f"{category.title} is not asked about {min(stray)}: leave its question out."
        )
    for field in asked:
        if field.yesno is not None:
            _verify_question(field, field.yesno, find_question(ask, field))


def _verify_question(field: Field, yesno: YesNo, question: Question) -> None:
    given = {
        "least": question.least is not None,
        "months": question.months is not None,
        "oneOf": bool(question.one_of),
        "currency": question.currency is not None,
    }
    if {name for name, is_given in given.items() if is_given} != set(yesno.parameters):
        parameters = ", ".join(yesno.parameters) or "no parameters"
        raise broken("questions", f"The question about {field.title} takes {parameters}.")
    if question.currency is not None and question.currency not in load_schemas().currencies:
        raise broken("questions", f"There is no currency {question.currency}.")
    for value in question.one_of:
        if not _is_value(field, value):
            raise broken("questions", f"{field.title} is never {value!r}.")


def _is_value(field: Field, value: str) -> bool:
    """True iff the field, its group, its beginning or one of its hashtags can be the value."""
    if field.type in {"choice", "tags"}:
        return field.find_title(value) is not None
    if field.type == "hashtags":
        return explain_fault(field, [{"tag": value, "count": 1}]) is None
    return explain_fault(field, value) is None
