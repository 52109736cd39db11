"""authorisation.json: who may sign when, at every border of custody, grant and revocation."""

from random import Random

from golden.samples import Vectors, hexed, source
from hashtagspace.domain.authorisation import CustodyPeriod, KeyGrant, is_authorised

A, B, KEY, STRANGER = (bytes((byte,)) * 20 for byte in (0xA1, 0xB2, 0xCE, 0xDD))
POST_AND_FOLLOW = 1 << 1 | 1 << 9


def scenario(
    name: str, custodies: list[CustodyPeriod], grant: KeyGrant | None, moments: list[int]
) -> Vectors:
    """One state and the answer for each signer and moment; 0 stands for open or never."""
    asked = [
        (signer, kind, t)
        for signer, kind in ((A, 1), (B, 2), (KEY, 1), (KEY, 2), (STRANGER, 1))
        for t in sorted(set(moments))
    ]
    return {
        "name": name,
        "custody": [hexed(period.custody) for period in custodies],
        "from": [period.from_seconds for period in custodies],
        "until": [period.until_seconds or 0 for period in custodies],
        "grant": None
        if grant is None
        else {
            "key": hexed(grant.key),
            "from": grant.from_seconds,
            "until": grant.until_seconds,
            "kinds": grant.kinds,
            "custodyIndex": grant.custody_index,
            "voidFrom": grant.void_from_seconds or 0,
        },
        "signer": [hexed(signer) for signer, _, _ in asked],
        "kind": [kind for _, kind, _ in asked],
        "t": [t for _, _, t in asked],
        "authorised": [is_authorised(custodies, grant, signer, kind, t) for signer, kind, t in asked],
    }


def around(*moments: int) -> list[int]:
    """Each moment with the seconds before and after it."""
    return [t + step for t in moments for step in (-1, 0, 1)]


def random_scenario(random: Random, number: int) -> Vectors:
    """A chain of custodies, gaps included, and a grant that may outlive its period."""
    t, custodies = 1000, []
    for index in range(random.randint(1, 4)):
        until = t + random.randint(0, 50)
        custodies.append(CustodyPeriod(random.choice((A, B)), t, until))
        t = until + random.choice((0, 0, 20))
        if index == 3 or random.random() < 0.3:
            break
    last = custodies[-1]
    custodies[-1] = CustodyPeriod(last.custody, last.from_seconds)
    index = random.randrange(len(custodies))
    start = custodies[index].from_seconds + random.randint(0, 10)
    void = start + random.randint(0, 60) if random.random() < 0.5 else None
    until = start + random.randint(1, 100)
    grant = KeyGrant(KEY, start, until, random.getrandbits(31) << 1, index, void)
    moments = [start, until, void or start, *(period.from_seconds for period in custodies)]
    return scenario(f"random {number}", custodies, grant, around(*moments))


def build() -> Vectors:
    """Named states first, then twelve at random."""
    random = source("authorisation")
    alone = [CustodyPeriod(A, 1000)]
    sold = [CustodyPeriod(A, 1000, 2000), CustodyPeriod(B, 2000)]
    recovered = [CustodyPeriod(A, 1000, 2000), CustodyPeriod(B, 2600)]
    back = [*sold[:1], CustodyPeriod(B, 2000, 3000), CustodyPeriod(A, 3000)]
    grant = KeyGrant(KEY, 1100, 2500, POST_AND_FOLLOW, 0)
    void_early = KeyGrant(KEY, 1100, 2500, POST_AND_FOLLOW, 0, 1100)
    void_later = KeyGrant(KEY, 1100, 2500, POST_AND_FOLLOW, 0, 1700)
    return {
        "scenarios": [
            scenario("no key", alone, None, around(1000, 5000)),
            scenario("key of the only custody", alone, grant, around(1000, 1100, 2500)),
            scenario("key revoked from 1700", alone, void_later, around(1100, 1700, 2500)),
            scenario("key revoked from its first second", alone, void_early, around(1100, 2500)),
            scenario("custody sold with a live key", sold, grant, around(1100, 2000, 2500)),
            scenario("recovered: a gap that nobody may sign in", recovered, grant, around(2000, 2600)),
            scenario("sold and bought back: the key stays dead", back, grant, around(2000, 2400, 3000)),
            scenario("all kinds", alone, KeyGrant(KEY, 1100, 1200, 2**32 - 2, 0), around(1100, 1200)),
            *(random_scenario(random, number) for number in range(12)),
        ]
    }
