"""The relay's key from disk: an encrypted keystore, or a plain key that only its owner can read."""

import stat
from pathlib import Path

from eth_account import Account

from hashtagspace.errors import ConfigError


def load_private_key(key_file: Path, password_file: Path | None = None) -> bytes:
    """The 32-byte key in `key_file`; raises `config.key_file` with what to do. The key is in no message.

    A keystore (Web3 Secret Storage, version 3) needs `password_file`; a hex key needs mode 0600.
    """
    text = _read_private(key_file) if password_file is None else _read(key_file)
    if text.lstrip().startswith("{"):
        return _decrypt(key_file, text, password_file)
    _require_private(key_file)
    plain = text.strip().removeprefix("0x")
    if len(plain) == 64 and all(letter in "0123456789abcdefABCDEF" for letter in plain):
        return bytes.fromhex(plain)
    raise _complaint(
        f"{key_file} is neither a keystore nor 64 hex digits: make one with `cast wallet import`."
    )


def encrypt_key(private_key: bytes, password: str) -> dict[str, object]:
    """The key as a keystore object (Web3 Secret Storage, version 3, scrypt)."""
    return dict(Account.encrypt(private_key, password))


def decrypt_key(keystore: dict[str, object], password: str) -> bytes:
    """The key of a keystore object; raises `config.key_file`."""
    try:
        return bytes(Account.decrypt(keystore, password))
    except (ValueError, KeyError, TypeError) as failure:
        raise _complaint("The keystore does not open with this password.") from failure


def write_private(path: Path, text: str) -> None:
    """`text` is in `path`, whole or not at all, readable by its owner alone."""
    path.parent.mkdir(parents=True, exist_ok=True)
    partial = path.with_name(path.name + ".part")
    partial.unlink(missing_ok=True)
    partial.touch(mode=0o600)
    partial.write_text(text, encoding="utf-8")
    partial.replace(path)


def _decrypt(key_file: Path, text: str, password_file: Path | None) -> bytes:
    if password_file is None:
        raise _complaint(f"{key_file} is encrypted: set HASHTAGSPACE_RELAY_PASSWORD_FILE.")
    password = _read_private(password_file).rstrip("\r\n")
    try:
        return bytes(Account.decrypt(text, password))
    except (ValueError, KeyError, TypeError) as failure:
        raise _complaint(f"{key_file} does not open with the password in {password_file}.") from failure


def _read(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as failure:
        raise _complaint(f"{path} cannot be read: correct the path or its rights.") from failure


def _read_private(path: Path) -> str:
    text = _read(path)
    if not text.lstrip().startswith("{"):
        _require_private(path)
    return text


def _require_private(path: Path) -> None:
    if stat.S_IMODE(path.stat().st_mode) & 0o077:
        raise _complaint(f"{path} can be read by others: run `chmod 600 {path}`.")


def _complaint(sentence: str) -> ConfigError:
    return ConfigError(sentence, code="config.key_file")
