"""Terms documents: bytes to record and back."""

import json
from base64 import b64encode

from hashtagspace.domain.content import parse_content
from hashtagspace.domain.odrl import build_odrl
from hashtagspace.domain.terms import CONTEXT, VERSION, Address, Ask, Question, Recipient, TermsDocument
from hashtagspace.domain.terms_members import broken


def parse_terms(data: bytes) -> TermsDocument:
    """The terms that the bytes are; raises as `parse_content`, `terms.type` for another kind of document."""
    document = parse_content(data)
    if not isinstance(document, TermsDocument):
        raise broken("type", f"The document is a {document.type.value}, not the terms of an offer.")
    return document


def build_terms(terms: TermsDocument) -> bytes:
    """The bytes of the document, after it has passed its own parser; raises as `parse_terms`."""
    try:
        data = json.dumps(spell_terms(terms), ensure_ascii=False, separators=(",", ":")).encode()
    except UnicodeEncodeError:
        raise broken("surrogate", "A text holds half of a surrogate pair; leave it out.") from None
    parse_terms(data)
    return data


def spell_terms(terms: TermsDocument) -> dict[str, object]:
    """The members of the document, in their order."""
    controller = terms.controller
    return {
        "type": "terms",
        "version": VERSION,
        "title": terms.title,
        "purpose": terms.purpose,
        "purposes": list(terms.purposes),
        "controller": {
            "name": controller.name,
            "profile": str(controller.profile),
            "contact": controller.contact,
            "address": _address(controller.address),
            "domain": controller.domain,
        },
        "recipients": [_recipient(recipient) for recipient in terms.recipients],
        "jurisdiction": terms.jurisdiction,
        "language": terms.language,
        "retentionDays": terms.retention_days,
        "storageLocations": list(terms.storage_locations),
        "rights": list(terms.rights),
        "withdrawal": {"method": terms.withdrawal.method, "url": terms.withdrawal.url},
        "asks": [spell_ask(ask) for ask in terms.asks],
        "minKinds": terms.min_kinds,
        "maxKinds": terms.max_kinds,
        "envelopeKey": b64encode(terms.envelope_key).decode(),
        "attesters": [f"0x{attester.hex()}" for attester in terms.attesters],
        "maxBytes": terms.max_bytes,
        "createdAt": terms.created_at_ms,
        "@context": CONTEXT,
        "odrl": build_odrl(terms),
    }


def spell_ask(ask: Ask) -> dict[str, object]:
    """One ask as it stands in the document; questions by field, only when there are any."""
    members: dict[str, object] = {
        "category": ask.category,
        "granularity": ask.granularity.value,
        "fields": list(ask.fields),
        "price": str(ask.price),
    }
    if ask.questions:
        members["questions"] = {question.field: _question(question) for question in ask.questions}
    return members


def _question(question: Question) -> dict[str, object]:
    members = {
        "least": question.least,
        "months": question.months,
        "oneOf": list(question.one_of) or None,
        "currency": question.currency,
    }
    return {name: value for name, value in members.items() if value is not None}


def _address(address: Address) -> dict[str, object]:
    return {
        "street": address.street,
        "city": address.city,
        "postcode": address.postcode,
        "country": address.country,
    }


def _recipient(recipient: Recipient) -> dict[str, object]:
    return {
        "name": recipient.name,
        "role": recipient.role.value,
        "contact": recipient.contact,
        "address": _address(recipient.address),
    }
