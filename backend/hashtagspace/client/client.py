"""One person or business and one gateway: register, write, read, verify."""

import re
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Final

from hashtagspace.chain.deployment import Deployment
from hashtagspace.chain.wallet import Wallet
from hashtagspace.client.errors import NotRegistered
from hashtagspace.client.gateway import Gateway
from hashtagspace.client.records import (
    Check,
    GatewayConfig,
    Page,
    Post,
    Profile,
    Profiles,
    Proof,
    Status,
    Stored,
    Thread,
)
from hashtagspace.client.registering import Registrar, make_session_key, no_recovery
from hashtagspace.client.session import SESSION_DAYS, SESSION_KINDS, Session, load_session, save_session
from hashtagspace.client.verifying import Verifier
from hashtagspace.client.waiting import Waiter
from hashtagspace.client.writing import Writer
from hashtagspace.domain.content import build_post, build_profile, build_reaction
from hashtagspace.domain.documents import Media, Mention
from hashtagspace.domain.hashtag import tag_id
from hashtagspace.domain.intent import IntentDomain
from hashtagspace.domain.kinds import Kind
from hashtagspace.errors import InvalidInput, NotFound

Attachment = tuple[bytes, str, str]  # bytes, mime, text for those who cannot see it
_MENTION: Final = re.compile(r"(?<![\w@])@([a-z0-9_]{3,20})(?![a-z0-9_])")
_HEX32: Final = re.compile(r"0x[0-9a-f]{64}")


class Client:
    """Speaks for at most one profile. Every id it takes and gives is the API's text.

    Whatever writes returns the intent id as soon as the gateway has it on disk.
    `clock` (Unix milliseconds) dates intents, deadlines and keys; stamps always use the wall clock.
    """

    def __init__(
        self,
        gateway_url: str,
        wallet: Wallet,
        *,
        clock: Callable[[], int] | None = None,
        poll_seconds: float = 0.2,
    ) -> None:
        self._clock = clock if clock is not None else _wall_ms
        self.gateway = Gateway(gateway_url)
        self._waiter = Waiter(self.gateway, poll_seconds)
        self.wallet = wallet
        self.config = self.gateway.get("/v1/config", GatewayConfig)
        self.domain = IntentDomain(self.config.network.chain_id, self.config.contract("PostRegistry"))
        self._registrar = Registrar(self.gateway, self.config, wallet)
        self._writer = Writer(self.gateway, self.domain, wallet, self._clock)
        self._profile_ids: dict[str, int] = {}

    def signer(self) -> Wallet:
        """What signs for the profile: the session key while it may post, else the wallet."""
        return self._writer.signer(self._session(), Kind.POST)

    @property
    def profile_id(self) -> str:
        """The profile this client speaks for; raises `client.not_registered`."""
        return str(self._session().profile_id)

    def register(
        self,
        handle: str,
        *,
        name: str | None = None,
        bio: str = "",
        recovery: bytes | None = None,
        wait: bool = False,
    ) -> str:
        """The wallet has a new profile with this handle and a session key; the profile id.

        One signature of the wallet. Posting is possible at once; `wait` returns when others see it.
        """
        key = make_session_key(self._seconds() + SESSION_DAYS * 86_400)
        chosen = no_recovery() if recovery is None else recovery
        shown = handle if name is None else name
        profile_id, call_id = self._registrar.register(handle, shown, bio, chosen, key, self._moment())
        self._writer.session = Session(profile_id, key)
        if wait:
            self.wait_call(call_id)
            self._waiter.wait_until(
                lambda: self._find_profile(str(profile_id)) is not None, "the profile is not shown yet"
            )
        return str(profile_id)

    def use(self, id_or_handle: str) -> None:
        """The client speaks for a profile that the wallet controls, the wallet signing everything itself."""
        profile = self.profile(id_or_handle)
        if profile.custody != "0x" + self.wallet.address.hex():
            raise InvalidInput("This wallet does not control that profile.", code="profile.not_custody")
        self._writer.session = Session(int(profile.profile_id))

    def authorise_key(
        self, *, days: int = SESSION_DAYS, kinds: int = SESSION_KINDS, wait: bool = True
    ) -> None:
        """A fresh session key signs from now on. One signature of the wallet."""
        session = self._session()
        key = make_session_key(self._seconds() + days * 86_400, kinds)
        call_id = self._registrar.authorise_key(session.profile_id, key, self._moment())
        if wait:
            self.wait_call(call_id)
        self._writer.session = Session(session.profile_id, key)

    def save_session(self, path: Path, password: str) -> None:
        """Profile and session key are in `path`, encrypted."""
        save_session(self._session(), path, password)

    def load_session(self, path: Path, password: str) -> None:
        """The client goes on with what `save_session` kept; raises `config.key_file`."""
        self._writer.session = load_session(path, password)

    def post(self, text: str, *, media: Sequence[Attachment] = (), lang: str | None = None) -> str:
        """A post; its tags and mentions are those in the text."""
        return self._writer.send(Kind.POST, content=self._document(text, media, lang))

    def reply(self, post_id: str, text: str, *, media: Sequence[Attachment] = ()) -> str:
        """A reply to a post."""
        return self._about(Kind.REPLY, post_id, self._document(text, media))

    def quote(self, post_id: str, text: str, *, media: Sequence[Attachment] = ()) -> str:
        """A post that shows another one."""
        return self._about(Kind.QUOTE, post_id, self._document(text, media))

    def repost(self, post_id: str) -> str:
        """A post is shown to one's followers."""
        return self._about(Kind.REPOST, post_id)

    def edit(self, post_id: str, text: str, *, media: Sequence[Attachment] = ()) -> str:
        """A new version of one's own post; the chain keeps the earlier ones."""
        return self._about(Kind.EDIT, post_id, self._document(text, media))

    def retract(self, post_id: str) -> str:
        """One's own post is withdrawn for good."""
        return self._about(Kind.RETRACT, post_id)

    def react(self, post_id: str, emoji: str) -> str:
        """An emoji for a post, in the version seen now."""
        return self._about(Kind.REACT, post_id, build_reaction(emoji, self._writer.digest_of(post_id)))

    def unreact(self, post_id: str, emoji: str) -> str:
        """The emoji is taken back."""
        return self._about(Kind.UNREACT, post_id, build_reaction(emoji, self._writer.digest_of(post_id)))

    def follow(self, id_or_handle: str) -> str:
        """A profile is followed."""
        return self._writer.send(Kind.FOLLOW, subject=self._resolve(id_or_handle).to_bytes(32, "big"))

    def unfollow(self, id_or_handle: str) -> str:
        """A profile is no longer followed."""
        return self._writer.send(Kind.UNFOLLOW, subject=self._resolve(id_or_handle).to_bytes(32, "big"))

    def follow_tag(self, tag: str) -> str:
        """A space is followed; raises `hashtag.invalid`."""
        return self._writer.send(Kind.FOLLOW_TAG, subject=tag_id(tag))

    def unfollow_tag(self, tag: str) -> str:
        """A space is no longer followed."""
        return self._writer.send(Kind.UNFOLLOW_TAG, subject=tag_id(tag))

    def update_profile(self, name: str, bio: str = "") -> str:
        """The profile shows this name and text; signed by the wallet unless the session key may."""
        return self._writer.send(Kind.PROFILE, content=build_profile(name, bio))

    def wait(self, intent_id: str, *, final: bool = False, timeout_seconds: float = 60) -> Status:
        """The intent is in a block, or final; raises Rejected with the reason, `client.not_in_time`."""
        states = ("final",) if final else ("anchored", "final")
        return self._waiter.wait_state(f"/v1/intents/{intent_id}", states, timeout_seconds)

    def wait_shown(self, post_id: str, *, timeout_seconds: float = 60) -> Post:
        """The post is in a block and the gateway shows it; raises as `wait`."""
        self.wait(post_id, timeout_seconds=timeout_seconds)
        self._waiter.wait_until(lambda: self._is_shown(post_id), "the post is not shown yet", timeout_seconds)
        return self.read(post_id)

    def wait_call(self, call_id: str, *, timeout_seconds: float = 60) -> Status:
        """The relayed call is in a block; raises as `wait`."""
        return self._waiter.wait_state(f"/v1/calls/{call_id}", ("anchored", "final"), timeout_seconds)

    def profile(self, id_or_handle: str) -> Profile:
        """A profile; raises `not_found`'s code."""
        return self.gateway.get(f"/v1/profiles/{id_or_handle}", Profile)

    def profiles(self) -> list[Profile]:
        """The profiles that the wallet controls."""
        return self.gateway.get("/v1/profiles", Profiles, custody="0x" + self.wallet.address.hex()).items

    def home(self, cursor: str | None = None) -> Page:
        """Posts of whom and what the profile follows, newest first."""
        return self.gateway.get("/v1/feeds/home", Page, profile=self.profile_id, cursor=cursor)

    def explore(self, cursor: str | None = None) -> Page:
        """All posts, newest first."""
        return self.gateway.get("/v1/feeds/explore", Page, cursor=cursor)

    def space(self, tag: str, cursor: str | None = None) -> Page:
        """Posts with a tag, newest first."""
        return self.gateway.get(f"/v1/spaces/{tag.lstrip('#')}/posts", Page, cursor=cursor)

    def posts_of(self, id_or_handle: str, cursor: str | None = None) -> Page:
        """Posts of a profile, newest first."""
        profile_id = self._resolve(id_or_handle)
        return self.gateway.get(f"/v1/profiles/{profile_id}/posts", Page, cursor=cursor)

    def thread(self, post_id: str, cursor: str | None = None) -> Thread:
        """A post, what it answers, and its replies."""
        return self.gateway.get(f"/v1/posts/{_id(post_id)}/thread", Thread, cursor=cursor)

    def read(self, post_id: str) -> Post:
        """One post."""
        return self.gateway.get(f"/v1/posts/{_id(post_id)}", Post)

    def verify(
        self, post_id: str, *, rpc_url: str | None = None, deployment: Deployment | None = None
    ) -> list[Check]:
        """Every check from the bytes to the block, made here, the chain's side by an RPC endpoint you choose.

        `deployment` is the set of contracts you expect (`Deployment.load(path)` of a published file). Without
        `rpc_url` the gateway's own node is asked, without `deployment` its own contracts; the check named
        `chain source` or `deployment` then says so and does not hold.
        """
        proof = self.gateway.get(f"/v1/posts/{_id(post_id)}/proof", Proof)
        verifier = Verifier(self.config, self.gateway.read_block, rpc_url, deployment)
        return verifier.verify(_id(post_id), proof)

    def close(self) -> None:
        """The connections are closed."""
        self.gateway.close()

    def _about(self, kind: Kind, post_id: str, content: bytes | None = None) -> str:
        return self._writer.send(kind, subject=bytes.fromhex(_id(post_id)[2:]), content=content)

    def _document(self, text: str, media: Sequence[Attachment], lang: str | None = None) -> bytes:
        stored = [self._upload(*attachment) for attachment in media]
        mentions = [
            Mention(int(found.profile_id), found.handle)
            for handle in dict.fromkeys(_MENTION.findall(text))
            if (found := self._find_profile(handle)) is not None
        ]
        return build_post(text, stored, mentions, lang)

    def _upload(self, data: bytes, mime: str, alt: str) -> Media:
        stored = self.gateway.upload("/v1/media", data, mime, Stored)
        return Media(stored.cid, mime, alt, stored.size)

    def _resolve(self, id_or_handle: str) -> int:
        if id_or_handle not in self._profile_ids:
            self._profile_ids[id_or_handle] = int(self.profile(id_or_handle).profile_id)
        return self._profile_ids[id_or_handle]

    def _find_profile(self, id_or_handle: str) -> Profile | None:
        try:
            return self.profile(id_or_handle)
        except NotFound:
            return None

    def _is_shown(self, post_id: str) -> bool:
        try:
            return self.read(post_id).content_state != "unavailable"
        except NotFound:
            return False

    def _session(self) -> Session:
        if self._writer.session is None:
            raise NotRegistered("This client speaks for no profile: call register() or use().")
        return self._writer.session

    def _seconds(self) -> int:
        return self._clock() // 1000

    def _moment(self) -> tuple[int, int]:
        return self._seconds(), int(time.time())


def _id(post_id: str) -> str:
    if _HEX32.fullmatch(post_id) is None:
        raise InvalidInput("A post id is 0x and 64 lower-case hex digits.", code="client.post_id")
    return post_id


def _wall_ms() -> int:
    return time.time_ns() // 1_000_000
