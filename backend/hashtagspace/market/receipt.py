"""The consent receipt: ISO/IEC TS 27560:2023 through the W3C Data Privacy Vocabulary, as JSON-LD.

Which field of the standard is where: docs/consent-receipt.md. Source: the DPV community group's guide
"Consent Records and Receipts as per ISO/IEC TS 27560:2023 using DPV". No value of the data stands in it.
"""

from hashtagspace.domain.eip712 import checksum_address
from hashtagspace.domain.odrl import spell_tag
from hashtagspace.domain.terms import RIGHTS, WITHDRAW_RIGHT, Address, Controller, Recipient, RecipientRole
from hashtagspace.market.asks import verify_terms
from hashtagspace.market.categories import load_schemas
from hashtagspace.market.sale import Course, Sale, kept_until
from hashtagspace.market.selection import SelectedKind
from hashtagspace.market.spans import iso_time
from hashtagspace.market.words import describe_kind

JsonLd = dict[str, object]
CONTEXT: JsonLd = {
    "dpv": "https://w3id.org/dpv#",
    "pd": "https://w3id.org/dpv/pd#",
    "loc": "https://w3id.org/dpv/loc#",
    "eu-gdpr": "https://w3id.org/dpv/legal/eu/gdpr#",
    "dpv-27560": "https://w3id.org/dpv/schema/dpv-27560#",
    "dct": "http://purl.org/dc/terms/",
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "skos": "http://www.w3.org/2004/02/skos/core#",
    "schema": "https://schema.org/",
    "sale": "urn:hashtagspace:sale:",
}
_EXPLICIT = "dpv:ExplicitlyExpressedConsent"
_ROLES = {
    RecipientRole.PROCESSOR: "dpv:DataProcessor",
    RecipientRole.JOINT_CONTROLLER: "dpv:DataController",
    RecipientRole.THIRD_PARTY: "dpv:ThirdParty",
}


def build_receipt(sale: Sale, course: Course, created_at: int) -> JsonLd:
    """The receipt as of `created_at` (seconds), with the record in it; raises as `verify_terms`."""
    verify_terms(sale.terms)
    chain = sale.domain.chain_id
    receipt_id = f"urn:hashtagspace:receipt:{chain}:0x{sale.digest.hex()}:{created_at}"
    return {
        "@context": CONTEXT,
        "@id": receipt_id,
        "@type": "dpv:ConsentReceipt",
        "dct:identifier": receipt_id,
        "dct:conformsTo": {"@id": "dpv-27560:receipt"},
        "dct:created": iso_time(created_at),
        "dpv:hasRecordOfActivity": build_record(sale, course, created_at),
    }


def build_record(sale: Sale, course: Course, now: int) -> JsonLd:
    """The consent record without a context of its own, as of `now` (seconds)."""
    record_id = f"urn:hashtagspace:consent:{sale.domain.chain_id}:0x{sale.digest.hex()}"
    subject, controller = _profile(sale.consent.profile), _profile(sale.terms.controller.profile)
    return {
        "@id": record_id,
        "@type": "dpv:ConsentRecord",
        "dct:identifier": record_id,
        "dct:conformsTo": {"@id": "dpv-27560:record"},
        "dpv:hasDataSubject": {"@id": subject},
        "dpv:hasDataController": {"@id": controller},
        "dpv:hasLegalBasis": {"@id": _EXPLICIT},
        "dpv:hasJurisdiction": {"@id": f"loc:{sale.terms.jurisdiction}"},
        "dpv:hasNotice": _notice(sale),
        "dpv:hasProcess": [_process(kind, sale) for kind in sale.selection.kinds],
        "dpv:hasConsentControl": _controls(sale),
        "dpv:hasRight": [_right(right, sale) for right in sale.terms.rights],
        "dpv:hasEntity": [
            _subject(sale.consent.profile),
            _controller(sale.terms.controller),
            *(
                _recipient(recipient, _party_id(sale, at))
                for at, recipient in enumerate(sale.terms.recipients)
            ),
        ],
        "dpv:hasConsentStatus": _list_states(sale, course, now),
        "sale:terms": _sale(sale),
    }


def _profile(profile: int) -> str:
    return f"urn:hashtagspace:profile:{profile}"


def _party_id(sale: Sale, at: int) -> str:
    return f"urn:hashtagspace:terms:0x{sale.consent.terms.hex()}:recipient:{at}"


def _notice(sale: Sale) -> JsonLd:
    """The terms, by the digest that offer and consent carry, and the digest of the words shown."""
    return {
        "@id": f"urn:hashtagspace:terms:0x{sale.consent.terms.hex()}",
        "@type": "dpv:ConsentNotice",
        "dct:title": sale.terms.title,
        "dct:description": sale.terms.purpose,
        "dct:language": sale.terms.language,
        "dct:date": iso_time(sale.terms.created_at_ms // 1000),
        "sale:shown": f"0x{sale.selection.shown.hex()}",
    }


def _process(kind: SelectedKind, sale: Sale) -> JsonLd:
    """One kind of data at its granularity, for all the purposes of the terms."""
    terms = sale.terms
    recipients = [
        _profile(terms.controller.profile),
        *(_party_id(sale, at) for at in range(len(terms.recipients))),
    ]
    return {
        "@type": "dpv:Process",
        "dct:title": f"{load_schemas().get_category(kind.category).title}, {kind.granularity.value}",
        "dct:description": describe_kind(kind, terms),
        "dpv:hasPurpose": [
            {"@type": "dpv:Purpose", "skos:broader": {"@id": purpose}, "dct:description": terms.purpose}
            for purpose in terms.purposes
        ],
        "dpv:hasPersonalData": _list_data(kind),
        "dpv:hasDataSource": {"@id": "dpv:DataSubjectDataSource"},
        "dpv:hasDataController": {"@id": _profile(terms.controller.profile)},
        "dpv:hasRecipient": [{"@id": recipient} for recipient in recipients],
        "dpv:hasStorageCondition": [
            {
                "@type": "dpv:StorageLocation",
                "dpv:hasLocation": [{"@id": f"loc:{place}"} for place in terms.storage_locations],
            },
            {"@type": "dpv:StorageDuration", "dpv:hasDuration": _days(terms.retention_days)},
        ],
    }


def _list_data(kind: SelectedKind) -> list[JsonLd]:
    category = load_schemas().get_category(kind.category)
    fields = [field for field in category.fields if field.id in kind.fields]
    named = [(field.personal_data, field.title, f"{category.id}.{field.id}") for field in fields]
    return [
        {
            "@type": "dpv:PersonalData",
            "skos:broader": {"@id": personal_data},
            "dct:title": title,
            "dct:identifier": identifier,
            "dpv:hasNecessity": {"@id": "dpv:Optional"},
        }
        for personal_data, title, identifier in named
        or [(category.personal_data, category.title, category.id)]
    ]


def _days(days: int) -> JsonLd:
    return {"@type": "dpv:TemporalDuration", "rdf:value": f"P{days}D"}


def _controls(sale: Sale) -> list[JsonLd]:
    """Withdrawal at the contract, which every gateway relays, and at the business."""
    withdrawal = sale.terms.withdrawal
    at_business: JsonLd = {"@type": "dpv:WithdrawConsent", "dct:description": withdrawal.method}
    at_business["dpv:isExercisedAt"] = {"@id": withdrawal.url or f"mailto:{sale.terms.controller.contact}"}
    return [
        {
            "@type": "dpv:WithdrawConsent",
            "dct:description": "Revoke, signed by the profile's wallet, through any relay or to the contract",
            "dpv:isExercisedAt": {"@id": _contract(sale)},
        },
        at_business,
    ]


def _contract(sale: Sale) -> str:
    """The market's account on its chain as an IRI (did:pkh over CAIP-10)."""
    return f"did:pkh:eip155:{sale.domain.chain_id}:{checksum_address(sale.domain.contract)}"


def _right(right: str, sale: Sale) -> JsonLd:
    place = _contract(sale) if right == WITHDRAW_RIGHT else f"mailto:{sale.terms.controller.contact}"
    return {
        "@type": ["dpv:DataSubjectRight", right],
        "dct:title": RIGHTS[right],
        "dpv:isExercisedAt": {"@id": place},
    }


def _subject(profile: int) -> JsonLd:
    """The person, by the profile alone: 27560 asks for no contact of a data subject."""
    return {
        "@id": _profile(profile),
        "@type": "dpv:DataSubject",
        "dpv:hasIdentifier": _profile(profile),
        "dpv:hasName": f"Profile {profile}",
    }


def _controller(controller: Controller) -> JsonLd:
    identifier = _profile(controller.profile)
    roles = ["dpv:LegalEntity", "dpv:DataController"]
    entity = _entity(identifier, roles, controller.name, controller.contact, controller.address)
    return entity if controller.domain is None else {**entity, "schema:url": f"https://{controller.domain}"}


def _recipient(recipient: Recipient, identifier: str) -> JsonLd:
    roles = ["dpv:LegalEntity", _ROLES[recipient.role]]
    return _entity(identifier, roles, recipient.name, recipient.contact, recipient.address)


def _entity(identifier: str, roles: list[str], name: str, contact: str, address: Address) -> JsonLd:
    return {
        "@id": identifier,
        "@type": roles,
        "dpv:hasIdentifier": identifier,
        "dpv:hasName": name,
        "schema:contactPoint": {"@type": "schema:ContactPoint", "schema:email": contact},
        "schema:address": {
            "@type": "schema:PostalAddress",
            "schema:streetAddress": address.street,
            "schema:postalCode": address.postcode,
            "schema:addressLocality": address.city,
            "schema:addressCountry": address.country,
        },
    }


def _list_states(sale: Sale, course: Course, now: int) -> list[JsonLd]:
    """Given, then withdrawn or expired, each with its time; a withdrawn consent does not expire."""
    until = kept_until(sale, course) if course.ended_at is None else course.ended_at
    signed = "EIP-712 signature of the profile's wallet"
    given = _state(["dpv:ConsentGiven", _EXPLICIT], course.given_at, sale, signed)
    given["dpv:hasDuration"] = {"@type": "dpv:UntilTimeDuration", "rdf:value": iso_time(until)}
    if course.withdrawn_at is not None:
        withdrawal = "Signature or transaction of the profile's wallet"
        return [given, _final("dpv:ConsentWithdrawn", course.withdrawn_at, sale, withdrawal)]
    if now < until:
        return [given]
    return [given, _final("dpv:ConsentExpired", until, sale, "The end that the consent itself sets")]


def _state(types: list[str], at: int, sale: Sale, method: str) -> JsonLd:
    return {
        "@type": types,
        "dpv:isIndicatedAtTime": iso_time(at),
        "dpv:isIndicatedBy": {"@id": _profile(sale.consent.profile)},
        "dpv:hasIndicationMethod": method,
    }


def _final(status: str, at: int, sale: Sale, method: str) -> JsonLd:
    """The last state, which does not end."""
    duration = {"@type": "dpv:EndlessDuration", "rdf:value": "for ever"}
    return {**_state([status], at, sale, method), "dpv:hasDuration": duration}


def _sale(sale: Sale) -> JsonLd:
    """What ties the record to the chain; the selection's salt stays with the two parties."""
    return {
        "sale:market": {"@id": _contract(sale)},
        "sale:offer": f"0x{sale.consent.offer.hex()}",
        "sale:deal": f"0x{sale.deal.hex()}",
        "sale:consent": f"0x{sale.digest.hex()}",
        "sale:receipt": f"0x{sale.consent.receipt.hex()}",
        "sale:price": f"{spell_tag(sale.consent.price)} TAG",
        "sale:payee": checksum_address(sale.consent.payee),
        "sale:validUntil": iso_time(sale.consent.valid_until),
    }
