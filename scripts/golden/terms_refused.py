"""What breaks each rule of the terms: pieces of the good document, what takes their place, the code."""

from typing import Final

Change = tuple[str, str]
_ASK: Final = '{"category":"interests","granularity":"exact","fields":[],"price":"1000000000000000000"}'
_ADDRESS: Final = '"address":{"street":"Hafenstraße 1","city":"Hamburg","postcode":"20457","country":"DE"}'
_KEY_END: Final = "AAAAAAA=="
_PRICE: Final = '"1000000000000000000"'


def changed(text: str, change: Change) -> str:
    """The text with every occurrence of a piece replaced; the piece must be there."""
    old, new = change
    if old not in text:
        raise AssertionError(f"{old!r} is not in the document")
    return text.replace(old, new)


def ask(old: str, new: str) -> Change:
    """The first ask with a piece replaced."""
    return _ASK, changed(_ASK, (old, new))


def names(count: int) -> str:
    """That many fields."""
    return ",".join(f'"f{index}"' for index in range(count))


REFUSED: tuple[tuple[str, Change, str], ...] = (
    ("version 2", ('"version":1', '"version":2'), "version"),
    ("version true", ('"version":1', '"version":true'), "version"),
    ("version as text", ('"version":1', '"version":"1"'), "version"),
    ("member missing", ('"language":"en",', ""), "document"),
    ("member unknown", ('"version":1', '"version":1,"small print":"all yours"'), "unknown_member"),
    ("member unknown inside", ('"country":"DE"', '"country":"DE","state":"HH"'), "unknown_member"),
    ("title empty", ("Coffee habits", ""), "title"),
    ("title long", ("Coffee habits", "x" * 81), "title"),
    ("title with a line break", ("Coffee habits", "Coffee\\nYou are paid 100 TAG"), "title"),
    ("title with a line separator", ("Coffee habits", "Coffee\\u2028habits"), "title"),
    ("title turned round", ("Coffee habits", "Coffee \\u202ehabits"), "title"),
    ("title isolated", ("Coffee habits", "Coffee \\u2066habits"), "title"),
    ("title with an invisible character", ("Coffee habits", "Coffee\\u200bhabits"), "title"),
    ("title with a control character", ("Coffee habits", "Coffee\\u0085habits"), "title"),
    ("title with a space before", ("Coffee habits", " Coffee habits"), "title"),
    ("title with a space after", ("Coffee habits", "Coffee habits "), "title"),
    ("title no text", ('"Coffee habits"', "5"), "title"),
    ("purpose empty", ("We want to know who drinks coffee where.", ""), "purpose"),
    ("purpose long", ("We want to know who drinks coffee where.", "x" * 601), "purpose"),
    ("purposes empty", ('["dpv:CommercialResearch","dpv:Marketing"]', "[]"), "purposes"),
    ("purposes no list", ('["dpv:CommercialResearch","dpv:Marketing"]', '"dpv:Marketing"'), "purposes"),
    ("purpose unknown", ("dpv:Marketing", "dpv:ProductImprovement"), "purposes"),
    ("purpose of an object's own", ("dpv:Marketing", "constructor"), "purposes"),
    ("purpose twice", ("dpv:Marketing", "dpv:CommercialResearch"), "purposes"),
    ("purpose no text", ('"dpv:Marketing"', "null"), "purposes"),
    ("controller no object", ('"controller":{', '"controller":[],"controler":{'), "unknown_member"),
    ("controller null", ('"name":"Acme Coffee GmbH",', ""), "controller"),
    ("controller without a name", ("Acme Coffee GmbH", ""), "controller"),
    ("profile as number", ('"profile":"7"', '"profile":7'), "profile"),
    ("profile zero", ('"profile":"7"', '"profile":"0"'), "profile"),
    ("profile with a zero before", ('"profile":"7"', '"profile":"07"'), "profile"),
    ("profile too large", ('"profile":"7"', '"profile":"9223372036854775808"'), "profile"),
    ("contact without @", ("privacy@acme.example", "acme.example"), "contact"),
    ("contact without a host", ("privacy@acme.example", "privacy@acme"), "contact"),
    ("contact with a space", ("privacy@acme.example", "pri vacy@acme.example"), "contact"),
    ("contact with a dot at the end", ("privacy@acme.example", "privacy.@acme.example"), "contact"),
    ("contact in quotes", ("privacy@acme.example", "\\\"a b\\\"@acme.example"), "contact"),
    ("contact too long", ("privacy@acme.example", f"{'a' * 65}@acme.example"), "contact"),
    ("contact with a kelvin sign", ("privacy@acme.example", "privacy@acme.\u212aexample"), "contact"),
    ("contact not ASCII", ("privacy@acme.example", "privacÿ@acme.example"), "contact"),
    ("address without a street", ('"street":"Hafenstraße 1",', ""), "address"),
    ("address with an empty city", ('"city":"Hamburg"', '"city":""'), "address"),
    ("address in no country", ('"country":"DE"', '"country":"de"'), "address"),
    ("address as text", (_ADDRESS, '"address":"Hamburg"'), "address"),
    ("domain with a scheme", ('"domain":"acme.example"', '"domain":"https://acme.example"'), "domain"),
    ("domain in capitals", ('"domain":"acme.example"', '"domain":"Acme.example"'), "domain"),
    ("domain of one label", ('"domain":"acme.example"', '"domain":"localhost"'), "domain"),
    ("domain as address", ('"domain":"acme.example"', '"domain":"127.0.0.1"'), "domain"),
    ("domain with a dash", ('"domain":"acme.example"', '"domain":"-acme.example"'), "domain"),
    ("domain with a line break", ('"domain":"acme.example"', '"domain":"acme.example\\n"'), "domain"),
    ("recipients no list", ('"recipients":[', '"recipients":{},"rec":['), "unknown_member"),
    ("recipient's role unknown", ('"role":"processor"', '"role":"friend"'), "recipients"),
    ("recipient without a name", ("Beta Research Ltd", ""), "recipients"),
    ("recipient without a contact", ("dpo@beta.example", ""), "contact"),
    ("jurisdiction in words", ('"jurisdiction":"EU"', '"jurisdiction":"Europe"'), "jurisdiction"),
    ("jurisdiction null", ('"jurisdiction":"EU"', '"jurisdiction":null'), "jurisdiction"),
    ("language in words", ('"language":"en"', '"language":"English"'), "language"),
    ("retention zero", ('"retentionDays":365', '"retentionDays":0'), "retention_days"),
    ("retention for ever", ('"retentionDays":365', '"retentionDays":3651'), "retention_days"),
    ("retention true", ('"retentionDays":365', '"retentionDays":true'), "retention_days"),
    ("storage nowhere", ('"storageLocations":["EU","CH"]', '"storageLocations":[]'), "storage_locations"),
    ("storage in words", ('["EU","CH"]', '["Europe"]'), "storage_locations"),
    ("storage twice", ('["EU","CH"]', '["CH","CH"]'), "storage_locations"),
    ("right unknown", ("eu-gdpr:A20", "eu-gdpr:A99"), "rights"),
    ("right twice", ("eu-gdpr:A20", "eu-gdpr:A13"), "rights"),
    ("no right to withdraw", ('"eu-gdpr:A7-3",', ""), "rights"),
    ("no right to complain", (',"eu-gdpr:A77"', ""), "rights"),
    ("withdrawal without a method", ('"method":"Revoke on the Consents page."', '"method":""'), "withdrawal"),
    ("withdrawal over http", ("https://acme.example/privacy", "http://acme.example/privacy"), "withdrawal"),
    ("withdrawal by script", ("https://acme.example/privacy", "javascript:alert(1)"), "withdrawal"),
    ("withdrawal page too long", ("acme.example/privacy", "x" * 500), "withdrawal"),
    ("asks of 25", (_ASK, ",".join([_ASK] * 20)), "asks"),
    ("ask twice", ('"interests","granularity":"bracket"', '"interests","granularity":"exact"'), "asks"),
    ("ask the same twice", (_ASK, f"{_ASK},{_ASK}"), "asks"),
    ("category in capitals", ask("interests", "Interests"), "category"),
    ("category no text", ask('"interests"', "1"), "category"),
    ("granularity unknown", ask("exact", "rough"), "granularity"),
    ("fields null", ask("[]", "null"), "fields"),
    ("field twice", ask("[]", '["topics","topics"]'), "fields"),
    ("field in capitals", ask("[]", '["Topics"]'), "fields"),
    ("fields of 33", ask("[]", f"[{names(33)}]"), "fields"),
    ("price zero", ask(_PRICE, '"0"'), "price"),
    ("price as number", ask(_PRICE, "1"), "price"),
    ("price with a sign", ask(_PRICE, '"-1"'), "price"),
    ("price with a point", ask(_PRICE, '"1.5"'), "price"),
    ("price with a zero before", ask(_PRICE, '"01"'), "price"),
    ("price over all there is", ask(_PRICE, f'"{10**27 + 1}"'), "price"),
    ("price without end", ask(_PRICE, f'"{"9" * 200}"'), "price"),
    ("questions empty", ask("}", ',"questions":{}}'), "questions"),
    ("question without parameters", ask("}", ',"questions":{"topics":{}}}'), "questions"),
    ("question with an unknown one", ask("}", ',"questions":{"topics":{"most":1}}}'), "unknown_member"),
    ("question of a strange field", ask("}", ',"questions":{"To pics":{"least":1}}}'), "questions"),
    ("question below zero", ask("}", ',"questions":{"topics":{"least":-1}}}'), "questions"),
    ("question over 120 months", ask("}", ',"questions":{"topics":{"months":121}}}'), "questions"),
    ("question with no values", ask("}", ',"questions":{"topics":{"oneOf":[]}}}'), "questions"),
    ("question in small currency", ask("}", ',"questions":{"topics":{"currency":"eur"}}}'), "questions"),
    ("minKinds zero", ('"minKinds":1', '"minKinds":0'), "min_kinds"),
    ("minKinds over maxKinds", ('"minKinds":1', '"minKinds":3'), "kinds"),
    ("maxKinds over the categories", ('"maxKinds":2', '"maxKinds":4'), "kinds"),
    ("maxKinds 25", ('"maxKinds":2', '"maxKinds":25'), "max_kinds"),
    ("envelope key short", ('"envelopeKey":"AAEC', '"envelopeKey":"'), "envelope_key"),
    ("envelope key of another alphabet", ('"envelopeKey":"AAEC', '"envelopeKey":"A-_C'), "envelope_key"),
    ("envelope key with stray bits", (_KEY_END, "AAAAAAB=="), "envelope_key"),
    ("envelope key null", ('"envelopeKey":"AAEC', '"envelopeKey":null,"x":"'), "unknown_member"),
    ("attester in capitals", ('"0x00010203', '"0xAB010203'), "attesters"),
    ("attester short", ('"0x00010203', '"0x0001'), "attesters"),
    ("attester zero", ("0x000102030405060708090a0b0c0d0e0f10111213", f"0x{'0' * 40}"), "attesters"),
    ("maxBytes below", ('"maxBytes":65536', '"maxBytes":1023'), "max_bytes"),
    ("maxBytes above", ('"maxBytes":65536', '"maxBytes":7340029'), "max_bytes"),
    ("createdAt zero", ('"createdAt":1790000000000', '"createdAt":0'), "created_at"),
    ("context of another", ('"https://w3id.org/dpv"', '"https://example.org"'), "context"),
    ("sum of all allowed", ('"maxKinds":2', '"maxKinds":3'), "price_reveals"),
    ("one kind dearer", ask(_PRICE, '"7000000000000000000"'), "price_reveals"),
    ("odrl empty", ('"odrl":{', '"odrl":{},"oldrl":{'), "unknown_member"),
    ("odrl for another purpose", ("w3id.org/dpv#Marketing", "w3id.org/dpv#Advertising"), "odrl"),
    ("odrl without pay", ('"compensate"', '"nothing"'), "odrl"),
    ("odrl for another", ('"assignee":"urn:hashtagspace:profile:7"', '"assignee":"x"'), "odrl"),
    ("odrl with more", ('"uid":', '"remedy":true,"uid":'), "odrl"),
)  # fmt: skip

UNFIT: tuple[tuple[str, Change, str], ...] = (
    ("category nobody has", ("location", "places"), "category"),
    ("category an object has", ("location", "constructor"), "category"),
    ("granularity it does not have", ("interests:bracket", "interests:noised"), "odrl"),
    ("file in brackets", ("location", "custom"), "granularity"),
    ("contact in brackets", ("location", "contact"), "granularity"),
    ("field it does not have", ask("[]", '["birth_year"]'), "fields"),
    ("field an object has", ask("[]", '["constructor"]'), "fields"),
    ("question to an exact ask", ask("}", ',"questions":{"topics":{"oneOf":["sport"]}}}'), "questions"),
    ("jurisdiction nowhere", ('"jurisdiction":"EU"', '"jurisdiction":"XX"'), "jurisdiction"),
    ("storage in no country", ('["EU","CH"]', '["EU","XX"]'), "storage_locations"),
    ("address nowhere", ('"country":"DE"', '"country":"XX"'), "address"),
)
