"""The deployer: an account of Brownie's encrypted keystore, or one that a local node holds unlocked."""

import getpass
import json
import os
import stat
import sys
from pathlib import Path

from eth_utils import is_address, to_checksum_address

from deployment.failure import DeployError
from deployment.signer import KeySigner


def parse_address(text: str, what: str) -> str:
    """The checksummed address; raises naming `what` when it is none."""
    if not is_address(text):
        raise DeployError(f"{what} {text} is no address: give 0x and 40 hex digits.")
    return str(to_checksum_address(text))


def keystore_path(name: str) -> Path:
    """The file of an account in Brownie's keystore; raises naming the accounts there are."""
    folder = Path.home() / ".brownie" / "accounts"
    path = folder / f"{name}.json"
    if Path(name).name != name or not path.is_file():
        known = ", ".join(sorted(found.stem for found in folder.glob("*.json"))) or "none"
        raise DeployError(
            f"There is no account {name} in {folder} (there: {known}): make it with "
            f"`scripts/brownie accounts new {name}` or `scripts/brownie accounts generate {name}`."
        )
    return path


def keystore_address(name: str) -> str:
    """The account's address as its keystore file states it, without the password."""
    path = keystore_path(name)
    try:
        return parse_address(
            "0x" + str(json.loads(path.read_text())["address"]).removeprefix("0x"), "Account"
        )
    except (OSError, ValueError, KeyError, TypeError):
        raise DeployError(f"{path} is no keystore: restore it from your backup.") from None


def unlock_account(name: str, password_file: Path | None) -> KeySigner:
    """The account, decrypted by Brownie; the password comes from a file of mode 0600 or from the terminal."""
    from brownie import accounts  # noqa: PLC0415 - slow, and not needed when all is deployed

    stated = keystore_address(name)
    password = _read_password(name, password_file)
    try:
        account = accounts.load(name, password=password)
    except ValueError:
        raise DeployError(f"The password does not open the account {name}: nothing was sent.") from None
    if account.address != stated:
        raise DeployError(
            f"The keystore of {name} states another address than its key has: nothing was sent."
        )
    return KeySigner(account.address, bytes.fromhex(account.private_key.removeprefix("0x")))


def _read_password(name: str, password_file: Path | None) -> str:
    if password_file is None:
        if not sys.stdin.isatty():
            raise DeployError(
                f"There is no terminal to ask for the password of {name}: give --password-file."
            )
        return getpass.getpass(f"Password of {name}: ")
    try:
        if stat.S_IMODE(os.stat(password_file).st_mode) & 0o077:  # noqa: PTH116
            raise DeployError(f"{password_file} can be read by others: run `chmod 600 {password_file}`.")
        return password_file.read_text(encoding="utf-8").rstrip("\r\n")
    except (OSError, UnicodeDecodeError):
        raise DeployError(f"The password file {password_file} cannot be read: correct the path.") from None
