"""People on a deployed chain: they register, sign intents, publish and get batches anchored."""

from dataclasses import dataclass, field
from hashlib import sha256

from deployed import Deployed
from fakes_content import MemoryContent

from hashtagspace.chain.wallet import Wallet
from hashtagspace.domain import content as documents
from hashtagspace.domain.batch import encode_batch
from hashtagspace.domain.intent import Intent, SignedIntent, encode_head, intent_id
from hashtagspace.domain.kinds import ZERO_WORD, Kind
from hashtagspace.domain.merkle import build_root

NOBODY = "0x" + "00" * 20
NO_GRANT = (NOBODY, 0, 0)


def wallet(number: int) -> Wallet:
    """A wallet that is the same in every run."""
    return Wallet(sha256(b"test wallet %d" % number).digest())


@dataclass
class World:
    """Acts on chain and content; `created_at_ms` moves on by itself."""

    deployed: Deployed
    content: MemoryContent = field(default_factory=MemoryContent)
    ticks: int = 0

    def register(self, number: int, handle: str, content: bytes = ZERO_WORD) -> int:
        """The profile id of a fresh profile in custody of wallet `number`."""
        person = wallet(number)
        registry = self.deployed.profiles
        address = self.deployed.web3.to_checksum_address(person.address)
        index = registry.functions.registrationCount(address).call()
        profile = registry.functions.profileIdOf(address, index).call()
        call = registry.functions.register(handle, NOBODY, content, ZERO_WORD, NO_GRANT)
        self.deployed.send(call, person)
        return int(profile)

    def authorise(self, number: int, profile: int, key: Wallet, kinds: int = 0xFFFE, days: int = 30) -> None:
        until = self.deployed.anvil.time() + days * 86400
        grant = (self.deployed.web3.to_checksum_address(key.address), until, kinds)
        self.deployed.send(self.deployed.profiles.functions.authoriseKey(profile, grant), wallet(number))

    def revoke(self, number: int, profile: int, key: Wallet, void_from: int) -> None:
        address = self.deployed.web3.to_checksum_address(key.address)
        self.deployed.send(
            self.deployed.profiles.functions.revokeKey(profile, address, void_from), wallet(number)
        )

    def put(self, data: bytes) -> bytes:
        """The digest of a document that the content store now has."""
        self.content.put_block(data)
        return sha256(data).digest()

    def text(self, text: str) -> bytes:
        return self.put(documents.build_post(text))

    def sign(
        self,
        signer: Wallet,
        profile: int,
        kind: Kind,
        subject: bytes = ZERO_WORD,
        content: bytes = ZERO_WORD,
        created_at_ms: int | None = None,
    ) -> SignedIntent:
        self.ticks += 1
        when = self.deployed.anvil.time() * 1000 + self.ticks if created_at_ms is None else created_at_ms
        intent = Intent(profile, kind, subject, content, when)
        return signer.sign_intent(intent, self.deployed.deployment.intent_domain)

    def id_of(self, signed: SignedIntent) -> bytes:
        return intent_id(signed.intent, self.deployed.deployment.intent_domain)

    def anchor(self, *signed: SignedIntent) -> bytes:
        """The batch of these intents is in the content store and anchored; its bytes."""
        data = encode_batch(signed)
        self.content.put_block(data)
        root = build_root([self.id_of(one) for one in signed])
        call = self.deployed.posts.functions.anchor(root, sha256(data).digest(), len(signed))
        self.deployed.send(call)
        return data

    def publish(self, sender: Wallet, signed: SignedIntent, inline: bytes | None = None) -> None:
        functions, intent = self.deployed.posts.functions, signed.intent
        call = (
            functions.publish(encode_head(intent), intent.subject, intent.content)
            if inline is None
            else functions.publishInline(encode_head(intent), intent.subject, inline)
        )
        self.deployed.send(call, sender)
