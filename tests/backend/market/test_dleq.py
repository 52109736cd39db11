from dataclasses import replace

from domain_strategies import unhex, vectors
from hypothesis import given, settings
from hypothesis import strategies as st
from market_strategies import code_of, number, rows, scalars, words

from hashtagspace.chain.curve import FIELD, lift, multiply_base, negate
from hashtagspace.domain.signature import CURVE_ORDER
from hashtagspace.market.blinding import build_blinding
from hashtagspace.market.delivery import delivery_domain, epoch_domain, opening_domain
from hashtagspace.market.dleq import Proof, Statement, build_statement, prove, verify_proof
from hashtagspace.market.points import wire_point

GOLDEN = vectors("market_proof")
NO_SCALAR = next(
    number(row["x"])
    for row in rows(vectors("market_keys")["refusedPoints"])
    if row["name"] == "x of a point, not under n"
)
FIELDS = ("c", "s", "ux", "uy", "vx", "vy", "inverse")
statements = st.builds(
    lambda domain, z, x: (build_statement(domain, build_blinding(z), x), x), words, scalars, scalars
)


def judge(row):
    public, base, product = (
        wire_point(number(row[f"{letter}x"]), row[f"{letter}Parity"]) for letter in "pty"
    )
    proof = Proof(*(number(row[field]) for field in FIELDS))
    verify_proof(Statement(unhex(row["domain"]), public, base, product), proof)


def test_every_changed_proof_is_refused():
    refused = list(rows(GOLDEN["refused"]))
    assert len(refused) >= 200
    for row in refused:
        assert code_of(judge, row) == row["code"], row["name"]


def test_numbers_beyond_their_range_are_refused():
    """The same residue by another number would make two proofs of one."""
    statement = build_statement(bytes(32), build_blinding(5), 7)
    proof = prove(statement, 7)
    for field, modulus in (("c", CURVE_ORDER), ("s", CURVE_ORDER), ("inverse", FIELD), ("ux", FIELD)):
        changed = replace(proof, **{field: getattr(proof, field) + modulus})
        assert code_of(verify_proof, statement, changed) == "market.proof"


def test_a_point_that_ecrecover_cannot_take_is_refused():
    """Its x is of the field but not under the order."""
    statement = build_statement(bytes(32), build_blinding(5), 7)
    proof, outside = prove(statement, 7), lift(NO_SCALAR, 0)
    for member in ("public", "base", "product"):
        changed = replace(statement, **{member: outside})
        assert code_of(verify_proof, changed, proof) == "market.point"


def test_nothing_is_proved_of_points_that_another_key_made():
    statement = build_statement(bytes(32), build_blinding(5), 7)
    assert code_of(prove, statement, 8) == "market.secret"
    assert code_of(prove, replace(statement, product=negate(statement.product)), 7) == "market.secret"
    assert code_of(prove, replace(statement, public=multiply_base(8)), 7) == "market.secret"


def test_no_statement_is_about_a_scalar_out_of_range():
    for secret in (0, CURVE_ORDER, 2**256 - 1):
        assert code_of(build_statement, bytes(32), build_blinding(5), secret) == "curve.scalar"


@given(statements)
def test_every_proof_holds(made):
    statement, secret = made
    verify_proof(statement, prove(statement, secret))


@settings(max_examples=150)
@given(statements, st.data())
def test_any_change_of_a_proof_fails(made, data):
    statement, secret = made
    proof = prove(statement, secret, bytes(32))
    field = data.draw(st.sampled_from(FIELDS))
    other = data.draw(st.integers(0, 2**256 - 1)) if data.draw(st.booleans()) else getattr(proof, field) ^ 1
    if other != getattr(proof, field):
        assert code_of(verify_proof, statement, replace(proof, **{field: other})) == "market.proof"


@given(statements, statements)
def test_a_proof_holds_for_its_own_statement_alone(one, other):
    proof = prove(*one)
    for member in ("domain", "public", "base", "product"):
        value = getattr(other[0], member)
        if value != getattr(one[0], member):
            changed = replace(one[0], **{member: value})
            assert code_of(verify_proof, changed, proof) == "market.proof"


@given(statements, words)
def test_nonces_never_repeat(made, hedge):
    """Two answers for one nonce and two challenges would be two equations for the secret."""
    statement, secret = made
    first = prove(statement, secret, hedge)
    others = [
        prove(replace(statement, domain=bytes(31) + b"\1"), secret, hedge),
        prove(statement, secret, bytes((hedge[0] ^ 1,)) + hedge[1:]),
    ]
    nonces = [(proof.s + proof.c * secret) % CURVE_ORDER for proof in (first, *others)]
    assert len(set(nonces)) == 3 or statement.domain == bytes(31) + b"\1"
    assert prove(statement, secret, hedge) == first


def test_two_proofs_of_one_statement_differ_and_hold():
    statement = build_statement(bytes(32), build_blinding(5), 7)
    proofs = {prove(statement, 7) for _ in range(5)}
    assert len(proofs) == 5
    for proof in proofs:
        verify_proof(statement, proof)


def test_vectors_hold():
    for row in rows(GOLDEN["accepted"]):
        judge(row)
        secret = number(row["secret"])
        statement = build_statement(
            unhex(row["domain"]), wire_point(number(row["tx"]), row["tParity"]), secret
        )
        assert (statement.product.x, statement.product.parity) == (number(row["yx"]), row["yParity"])
        proof = prove(statement, secret, unhex(row["hedge"]))
        assert proof == Proof(*(number(row[field]) for field in FIELDS)), row["name"]


def test_domains_hold():
    digest, root = unhex(GOLDEN["digest"]), unhex(GOLDEN["ctRoot"])
    assert delivery_domain(digest) == unhex(GOLDEN["deliveryDomain"])
    assert opening_domain(digest) == unhex(GOLDEN["openingDomain"])
    assert [epoch_domain(digest, epoch, root) for epoch in (0, 1, 254)] == [
        unhex(domain) for domain in GOLDEN["epochDomains"]
    ]
