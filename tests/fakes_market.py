"""A gateway of the market in memory, over a real chain, and a vault in memory: tests tamper with both."""

import base64
from dataclasses import replace

from hashtagspace.chain.abi_files import load_abi
from hashtagspace.chain.contracts import encode_call
from hashtagspace.client.blobs import cid_of_blob
from hashtagspace.client.errors import GatewayUnreachable
from hashtagspace.client.market import Market
from hashtagspace.client.market_records import Deal, EpochKey, Offer, OnChainTerms, Response
from hashtagspace.client.records import Problem, Status
from hashtagspace.client.sealed_epochs import SealedEpochs
from hashtagspace.domain.consent import deal_id
from hashtagspace.domain.content import content_digest
from hashtagspace.domain.market_events import ConsentGiven
from hashtagspace.errors import NotFound, Refused
from hashtagspace.market.consent_json import spell_consent
from hashtagspace.market.record_values import parse_value, spell_value
from hashtagspace.market.vault.key_file import VaultRecord


class MemoryBlobs:
    def __init__(self):
        self.kept = {}

    def put(self, data):
        self.kept[cid_of_blob(data)] = data
        return cid_of_blob(data)

    def get(self, cid, most_bytes=10**9):
        assert most_bytes > 0
        if cid not in self.kept:
            raise NotFound("The block is not here.", code="ipfs.not_found")
        return self.kept[cid]


class MemoryGateway:
    """Keeps what it is given and carries calls with a wallet of its own; tests change what it holds."""

    def __init__(self, market, relayer):
        self.market = market
        self.relayer = relayer
        self.blobs = MemoryBlobs()
        self.documents = {}
        self.responses = []
        self.epochs = {}
        self.refuses = None  # code with which the relay declines at once
        self.rejects = None  # code with which it gives up later
        self.is_lazy = False  # takes calls and never sends them
        self.denied = ()  # deals that it says it does not know
        self.retold = {}  # what it tells of a deal instead of the truth

    def put_terms(self, document):
        self.documents[content_digest(document)] = document
        return content_digest(document)

    def list_offers(self):
        return [self.get_offer(offer) for offer in self.offers]

    offers = ()

    def get_offer(self, offer):
        opening = self.market.logs.find_opening(offer)
        if opening is None:
            raise NotFound("No such offer is known here.", code="offer.unknown")
        terms, document = opening.terms, self.documents.get(opening.terms.terms)
        return Offer(
            offer_id="0x" + offer.hex(),
            buyer="0x" + opening.buyer.hex(),
            state="open",
            on_chain=OnChainTerms(
                salt="0x" + terms.salt.hex(), terms="0x" + terms.terms.hex(), qx=str(terms.qx),
                q_parity=terms.q_parity, accept_until=terms.accept_until,
                deliver_seconds=terms.deliver_seconds, garbage_seconds=terms.garbage_seconds,
                vesting_seconds=terms.vesting_seconds, upfront_bps=terms.up_front_bps,
                max_responses=terms.max_responses, min_level=terms.min_level, epochs=terms.epochs,
            ),
            document_bytes=None if document is None else base64.b64encode(document).decode(),
            document_state="available" if document else "unavailable",
        )  # fmt: skip

    def get_deal(self, deal):
        epochs = [
            EpochKey(epoch=epoch, ct_root="0x", at="", envelope=cid)
            for (of, epoch), cid in self.epochs.items()
            if of == deal
        ]
        if deal in self.denied:
            raise NotFound("No such deal is known here.", code="deal.unknown")
        told = [one.event for one in self.market.logs.list_deals([deal])]
        given = [event for event in told if isinstance(event, ConsentGiven)][-1]
        final = self.market.reads.read_final().number
        facts = {
            "digest": "0x" + given.digest.hex(),
            "accept_final": given.checkpoint.block_number <= final,
            **self.retold,
        }
        return Deal(
            deal_id="0x" + deal.hex(), offer_id="", profile_id="", state="", epochs=tuple(epochs), **facts
        )

    def put_response(self, consent, signature, envelope):
        response = Response(
            deal_id="0x" + deal_id(consent.offer, consent.profile).hex(),
            profile_id=str(consent.profile),
            consent=spell_consent(consent),
            signature="0x" + signature.hex(),
            envelope=envelope,
        )
        self.responses = [one for one in self.responses if one.deal_id != response.deal_id] + [response]

    def list_responses(self, offer, *_):
        return [one for one in self.responses[::-1] if one.consent["offer"] == "0x" + offer.hex()]

    def put_epoch_envelope(self, form, _signer):
        self.epochs[form.deal, form.epoch] = form.envelope

    def submit_call(self, name, arguments, digest):
        self.last_call = (name, arguments, digest)
        if self.refuses:
            raise Refused("The relay declines.", code=self.refuses)
        if not self.is_lazy:
            self.market.transact(self.relayer, self.calldata_of(name, arguments))
        return "0x01"

    @staticmethod
    def calldata_of(name, arguments):
        """As the relay builds it: from the names and texts alone."""

        def read(member, value):
            kind = member["type"]
            if kind.endswith("[]"):
                return [read({**member, "type": kind[:-2]}, one) for one in value]
            if kind == "tuple":
                return tuple(read(part, value[part["name"]]) for part in member["components"])
            return int(value) if kind.startswith("uint") else bytes.fromhex(value[2:])

        (entry,) = (e for e in load_abi("DataMarket") if e.get("name") == name and e["type"] == "function")
        return encode_call("DataMarket", name, [read(m, arguments[m["name"]]) for m in entry["inputs"]])

    def get_call(self, _call_id):
        problem = None if self.rejects is None else Problem(code=self.rejects, detail="The relay gave up.")
        return Status(state="sent" if problem is None else "rejected", problem=problem)


class FairMarket(Market):
    """A market whose gateway is in memory; None: it is gone."""

    memory = None
    has_gateway = True

    @property
    def gateway(self):
        if self.memory is None:
            raise GatewayUnreachable("The gateway does not answer.")
        return self.memory


class MemoryVault:
    """An open vault that keeps every saved state, so that tests see what was saved when."""

    def __init__(self, profile, key):
        self.profile = profile
        self._key = key
        self.records = []
        self.values = {}
        self.deals = []
        self.saved = []
        self.sealed = SealedEpochs(None)

    def vault_key(self):
        return self._key

    def add(self, category, value):
        number = len(self.records) + 1
        record = VaultRecord(
            number.to_bytes(16, "big"),
            category,
            category,
            bytes(32),
            cid_of_blob(b""),
            1,
            "form",
            number,
            number,
        )
        self.records.append(record)
        self.values[record.record_id] = parse_value(category, value)
        return record

    def list_records(self):
        return list(self.records)

    def read_value(self, record):
        return self.values[record.record_id]

    def save_value(self, record, value):
        self.values[record.record_id] = parse_value(record.category, spell_value(value))
        return record

    def save_attestation(self, record, attestation):
        at = self.records.index(record)
        self.records[at] = replace(record, attestation=attestation)
        return self.records[at]

    def sealed_epochs(self):
        return self.sealed

    def list_deals(self):
        return list(self.deals)

    def save_deal(self, deal):
        self.deals = [one for one in self.deals if (one.deal_id, one.nonce) != (deal.deal_id, deal.nonce)]
        self.deals.append(deal)
        self.saved.append(deal)

    def change(self, deal, **changes):
        """What a test does to a kept deal."""
        self.save_deal(replace(deal, **changes))
