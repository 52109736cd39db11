"""Who a client speaks for: a profile, and the session key that signs for it without asking."""

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from hashtagspace.chain.keyfile import decrypt_key, encrypt_key, write_private
from hashtagspace.chain.wallet import Wallet
from hashtagspace.domain.kinds import Kind, mask_of_kinds
from hashtagspace.errors import ConfigError

# A session key never speaks for the profile itself or labels others unless asked for that one by one.
SESSION_KINDS: Final = mask_of_kinds(*(kind for kind in Kind if kind not in (Kind.PROFILE, Kind.LABEL)))
SESSION_DAYS: Final = 30


@dataclass(frozen=True, slots=True)
class SessionKey:
    """A key in this process and what the profile authorised it for."""

    wallet: Wallet
    until_seconds: int
    kinds: int

    def signs(self, kind: Kind, now_seconds: int) -> bool:
        """Whether a relay will take the key's signature: an hour must be left."""
        return bool(self.kinds >> kind & 1) and now_seconds + 3600 < self.until_seconds


@dataclass(frozen=True, slots=True)
class Session:
    """A profile and its key here, None if the wallet signs everything itself."""

    profile_id: int
    key: SessionKey | None = None


def save_session(session: Session, path: Path, password: str) -> None:
    """The session is in `path`, its key encrypted with `password`, readable by the owner alone."""
    body: dict[str, object] = {"profile": str(session.profile_id)}
    if session.key is not None:
        body["until"] = session.key.until_seconds
        body["kinds"] = session.key.kinds
        body["keystore"] = encrypt_key(session.key.wallet.private_key(), password)
    write_private(path, json.dumps(body))


def load_session(path: Path, password: str) -> Session:
    """The session that `save_session` kept; raises `config.key_file`."""
    try:
        body = json.loads(path.read_text(encoding="utf-8"))
        if "keystore" not in body:
            return Session(int(body["profile"]))
        wallet = Wallet(decrypt_key(body["keystore"], password))
        return Session(int(body["profile"]), SessionKey(wallet, int(body["until"]), int(body["kinds"])))
    except (OSError, ValueError, KeyError, TypeError):
        raise ConfigError(
            f"{path} holds no session, or the password is another one.", code="config.key_file"
        ) from None
