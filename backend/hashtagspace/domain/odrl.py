"""The terms as an ODRL 2.2 offer: permission to use each kind, for a purpose and a time, against pay.

It repeats the terms for machines and must equal what is built here, so it cannot say anything else.
"""

from typing import Final

from hashtagspace.domain.terms import Ask, TermsDocument

CONTEXT: Final = "http://www.w3.org/ns/odrl.jsonld"
PROFILE: Final = "https://w3id.org/dpv/odrl#"
_DPV: Final = "https://w3id.org/dpv#"
_XSD: Final = "http://www.w3.org/2001/XMLSchema#"
_WEI: Final = 10**18

Odrl = dict[str, object]


def build_odrl(terms: TermsDocument) -> Odrl:
    """The ODRL offer that says what the terms say."""
    business = f"urn:hashtagspace:profile:{terms.controller.profile}"
    return {
        "@context": CONTEXT,
        "@type": "Offer",
        "uid": f"urn:hashtagspace:terms:{terms.controller.profile}:{terms.created_at_ms}",
        "profile": PROFILE,
        "assigner": {"@type": "PartyCollection", "source": f"{_DPV}DataSubject"},
        "assignee": business,
        "permission": [_permission(ask, terms) for ask in terms.asks],
        "obligation": [
            {
                "action": "delete",
                "constraint": [_constraint("event", "gt", {"@id": f"{_DPV}WithdrawConsent"})],
            },
            {"action": "delete", "constraint": [_constraint("elapsedTime", "gt", _days(terms))]},
        ],
    }


def _permission(ask: Ask, terms: TermsDocument) -> Odrl:
    purposes = [{"@id": purpose.replace("dpv:", _DPV)} for purpose in terms.purposes]
    return {
        "target": f"urn:hashtagspace:data:{ask.category}:{ask.granularity.value}",
        "action": "use",
        "constraint": [
            _constraint("purpose", "isAnyOf", purposes),
            _constraint("elapsedTime", "lteq", _days(terms)),
        ],
        "duty": [{"action": "compensate", "constraint": [_pay(ask.price)]}],
    }


def _constraint(left: str, operator: str, right: object) -> Odrl:
    return {"leftOperand": left, "operator": operator, "rightOperand": right}


def _days(terms: TermsDocument) -> Odrl:
    return {"@value": f"P{terms.retention_days}D", "@type": f"{_XSD}duration"}


def _pay(price: int) -> Odrl:
    amount = {"@value": spell_tag(price), "@type": f"{_XSD}decimal"}
    return {**_constraint("payAmount", "eq", amount), "unit": "urn:hashtagspace:TAG"}


def spell_tag(wei: int) -> str:
    """The exact decimal number of TAG, without trailing zeros."""
    whole, part = divmod(wei, _WEI)
    return f"{whole}.{part:018d}".rstrip("0").rstrip(".")
