"""Answers as a hostile person would make them: honest in all but one thing."""

from dataclasses import replace

from hashtagspace.client.checking import check_response
from hashtagspace.client.market_records import Response
from hashtagspace.domain.consent import consent_digest, deal_id, receipt_digest
from hashtagspace.market.blinding import build_shared, record_key
from hashtagspace.market.consent_json import read_consent, spell_consent
from hashtagspace.market.derivation import derive_deal_scalar
from hashtagspace.market.envelope import EnvelopePlace, open_envelope, seal_envelope
from hashtagspace.market.keystream import mask
from hashtagspace.market.roots import build_root, list_cipher_leaves


class Forger:
    """One honest response, opened; `response` makes another one of it."""

    def __init__(self, fair, offer, seller):
        self.fair, self.offer, self.seller = fair, offer, seller
        self.expected = fair.buyer.expected(offer)
        self.honest = next(
            one
            for one in fair.gateway.list_responses(offer, None)
            if one.profile_id == str(seller.vault.profile)
        )
        self.consent = read_consent(self.honest.consent)
        self.deal = deal_id(offer, seller.vault.profile)
        place = EnvelopePlace(self.deal, 0)
        self.contents = open_envelope(fair.gateway.blobs.get(self.honest.envelope), self.expected.seed, place)

    def sign(self, consent, wallet=None):
        digest = consent_digest(consent, self.fair.market.domain)
        return (wallet or self.seller.wallet).sign_digest(digest)

    def response(self, consent=None, contents=None, signature=None, place=None, **changes) -> Response:
        """Signed by the seller, sealed to the buyer, unless told otherwise."""
        consent = consent or self.consent
        place = place or EnvelopePlace(self.deal, 0)
        sealed = seal_envelope(contents or self.contents, self.expected.terms.envelope_key, place)
        made = Response(
            deal_id="0x" + deal_id(consent.offer, consent.profile).hex(),
            profile_id=str(consent.profile),
            consent=spell_consent(consent),
            signature="0x" + (signature or self.sign(consent)).hex(),
            envelope=self.fair.gateway.blobs.put(sealed),
        )
        return retold(made, **changes)

    def with_record(self, record, leaves=None, pt_root=None) -> Response:
        """Another ciphertext, its own root signed; leaves and plaintext root as given."""
        consent = replace(
            self.consent,
            ct_root=build_root(list_cipher_leaves(record)),
            pt_root=self.consent.pt_root if pt_root is None else pt_root,
        )
        kept = self.contents.leaves if leaves is None else leaves
        return self.response(consent, replace(self.contents, record=record, leaves=kept))

    def with_selection(self, text) -> Response:
        """Another selection, its own digest signed."""
        contents = replace(self.contents, selection=text)
        receipt = receipt_digest(contents.receipt_salt, text.encode())
        return self.response(replace(self.consent, receipt=receipt), contents)

    def problems(self, response, seen=None):
        """The names of the checks that do not hold."""
        verdict = check_response(self.fair.market, self.expected, response, {} if seen is None else seen)
        return [check.name for check in verdict.problems]

    def plaintext(self) -> bytearray:
        """The padded plaintext, as the seller has it."""
        (secret,) = [one for one in self.seller.vault.deals if one.offer_id == self.offer]
        x = derive_deal_scalar(
            self.seller.vault.vault_key(), self.fair.market.place, self.offer, secret.nonce
        )
        return mask(self.contents.record, record_key(build_shared(x), self.deal))


def retold(response: Response, **changes) -> Response:
    """The response as a gateway could show it."""
    return Response(**({name: getattr(response, name) for name in response.__struct_fields__} | changes))
