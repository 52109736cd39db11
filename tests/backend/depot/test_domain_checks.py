"""Which domains are asked, how often, and what their word is worth."""

import pytest
from depot_world import DepotWorld

from hashtagspace.depot.domain_checks import DomainChecks, read_profiles
from hashtagspace.depot.safe_fetch import Unfetched

DAY = 86_400


class Web:
    """Domains and what they answer; an Unfetched is raised."""

    def __init__(self, **answers: bytes) -> None:
        self.answers = {name.replace("_", "."): answer for name, answer in answers.items()}
        self.asked: list[str] = []

    def fetch(self, domain: str, path: str) -> bytes:
        assert path == "/.well-known/hashtagspace.json"
        self.asked.append(domain)
        if domain not in self.answers:
            raise Unfetched("the name is not resolved")
        return self.answers[domain]


def checks_of(place: DepotWorld, web: Web) -> DomainChecks:
    reader = place.depot.uploads._reader
    return DomainChecks(place.outbox, reader, place.wall, web.fetch)


def go_on() -> bool:
    return True


def test_a_domain_that_names_the_profile(place: DepotWorld) -> None:
    shop = place.person("shop")
    place.offer(terms=place.stall.terms_document(shop, domain="shop.example"))
    place.offer(terms=place.stall.terms_document(shop, title="x", domain="other.example"))
    web = Web(shop_example=b'{"profiles":["%d"]}' % shop.profile)
    assert checks_of(place, web).check_due(go_on) == 2
    found = place.depot.map_domains(["shop.example", "other.example", "third.example"])
    assert found["shop.example"].profiles == {shop.profile}
    assert found["other.example"].profiles == frozenset()
    assert "third.example" not in found


def test_a_domain_is_asked_once_a_day(place: DepotWorld) -> None:
    place.offer(terms=place.stall.terms_document(domain="shop.example"))
    web = Web()
    checks = checks_of(place, web)
    for _ in range(3):
        checks.check_due(go_on)
    place.wait(DAY - 5)
    checks.check_due(go_on)
    assert web.asked == ["shop.example"]
    place.wait(10)
    checks.check_due(go_on)
    assert web.asked == ["shop.example"] * 2


def test_only_open_offers_make_a_domain_be_asked(place: DepotWorld) -> None:
    over = place.offer(terms=place.stall.terms_document(domain="over.example"))
    place.stall.close(over, 100)
    place.offer(terms=place.stall.terms_document(domain="late.example"), accept_until=place.world.now() + 3)
    place.world.block()
    place.world.document(b'{"type":"terms","controller":{"domain":"invalid.example"}}')
    web = Web()
    assert checks_of(place, web).check_due(go_on) == 0
    assert web.asked == []


def test_what_no_offer_names_any_more_is_forgotten(place: DepotWorld) -> None:
    offer = place.offer(terms=place.stall.terms_document(domain="shop.example"))
    checks = checks_of(place, Web())
    checks.check_due(go_on)
    place.stall.close(offer, 100)
    checks.check_due(go_on)
    assert place.depot.map_domains(["shop.example"]) == {}


def test_it_stops_when_told(place: DepotWorld) -> None:
    for name in "abc":
        place.offer(terms=place.stall.terms_document(title=name, domain=f"{name}.example"))
    web = Web()
    assert checks_of(place, web).check_due(lambda: len(web.asked) < 2) == 2
    assert checks_of(place, web).check_due(go_on) == 1
    assert web.asked == ["a.example", "b.example", "c.example"]


@pytest.mark.parametrize(
    "data",
    [
        b"", b"{}", b"[]", b"null", b"\xff", b'{"profiles":"7"}', b'{"profiles":[7]}', b'{"profiles":["0"]}',
        b'{"profiles":["-7"]}', b'{"profiles":["7","x"]}', b'{"profiles":["9223372036854775808"]}',
        b'{"profiles":["\xd9\xa7"]}', b'{"profiles":["' + b"9" * 5000 + b'"]}', b"[" * 15_000,
        b'{"profiles":[' + b",".join(b'"7"' for _ in range(1001)) + b"]}",
    ],
)  # fmt: skip
def test_files_that_name_nobody(data: bytes) -> None:
    assert read_profiles(data) == frozenset()


def test_files_that_name_some() -> None:
    assert read_profiles(b'{"profiles":["7","9223372036854775807"],"other":1}') == {7, 2**63 - 1}
