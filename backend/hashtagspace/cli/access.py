"""What every command of the market needs: a wallet, a node, the contracts, a gateway, a folder.

Each is an option, or stands in `hashtagspace.toml`. Passwords are asked for or read from a private file, and
never given as an argument.
"""

import json
import time
import tomllib
from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from pathlib import Path
from typing import Any, Final

import click

from hashtagspace.chain.deployment import Deployment
from hashtagspace.chain.keyfile import decrypt_key, load_private_key
from hashtagspace.chain.wallet import Wallet
from hashtagspace.cli.sentence import one_sentence
from hashtagspace.client.gateway import Gateway
from hashtagspace.client.market import Market
from hashtagspace.client.people_network import PeopleNetwork
from hashtagspace.client.records import Profile, Profiles
from hashtagspace.client.vault import Passphrase, RecoveryCode, Unlock, Vault, unlock_by
from hashtagspace.client.vault_ports import HttpVaultGateway, LocalCopy, VaultPorts
from hashtagspace.domain.eip712 import TypedDomain
from hashtagspace.errors import ConfigError, InvalidInput

SETTINGS_FILE: Final = "hashtagspace.toml"
_NAMES: Final = (
    "gateway",
    "rpc_url",
    "deployment",
    "keystore",
    "password_file",
    "profile",
    "folder",
    "unlock",
)


@dataclass(frozen=True, slots=True)
class Access:
    """The options of one run; nothing is opened yet."""

    gateway: str
    rpc_url: str | None
    deployment: Path | None
    keystore: Path | None
    password_file: Path | None
    profile: str | None
    folder: Path
    unlock: str
    as_json: bool

    def open_wallet(self) -> Wallet:
        """The wallet of the keystore; its password is asked for unless a file holds it."""
        if self.keystore is None:
            raise ConfigError("Say which wallet: --keystore FILE.", code="cli.keystore")
        if self.password_file is not None:
            return Wallet(load_private_key(self.keystore, self.password_file))
        try:
            text = self.keystore.read_text(encoding="utf-8")
        except (OSError, UnicodeDecodeError):
            raise ConfigError(
                f"{self.keystore} cannot be read: correct the path.", code="cli.keystore"
            ) from None
        if not text.lstrip().startswith("{"):
            return Wallet(load_private_key(self.keystore))
        try:
            keystore = json.loads(text)
        except ValueError:
            raise ConfigError(f"{self.keystore} holds no keystore.", code="cli.keystore") from None
        return Wallet(decrypt_key(keystore, ask_secret("Password of the keystore")))

    def open_market(self) -> Market:
        """The market by the node and the contracts that were named, once the node has shown that it fits."""
        market = Market(self.load_deployment(), self.need_rpc_url(), self.gateway)
        market.reads.verify_network()
        return market

    def open_people(self) -> PeopleNetwork:
        """The people registry by the same node and contracts."""
        return PeopleNetwork(self.load_deployment(), self.need_rpc_url(), self.gateway)

    def need_rpc_url(self) -> str:
        """The node to believe."""
        if self.rpc_url is None:
            raise ConfigError(
                "Say which node to believe: --rpc-url URL of one that you trust; a gateway's word is too "
                "little to pay on.",
                code="cli.rpc_url",
            )
        return self.rpc_url

    def load_deployment(self) -> Deployment:
        """The contracts expected."""
        if self.deployment is None:
            raise ConfigError(
                "Say which contracts to believe: --deployment FILE, a published deployments/<chain id>.json.",
                code="cli.deployment",
            )
        return Deployment.load(self.deployment)

    def find_profile(self, wallet: Wallet) -> int:
        """The profile that is meant: by number, by handle, or the wallet's only one."""
        if self.profile is not None and self.profile.isascii() and self.profile.isdigit():
            return int(self.profile)
        gateway = Gateway(self.gateway)
        if self.profile is not None:
            return int(gateway.get(f"/v1/profiles/{self.profile.lstrip('@')}", Profile).profile_id)
        found = gateway.get("/v1/profiles", Profiles, custody="0x" + wallet.address.hex()).items
        if len(found) != 1:
            raise InvalidInput(
                f"The wallet has {len(found)} profiles: say which by --profile.", code="cli.profile"
            )
        return int(found[0].profile_id)

    def vault_ports(self, wallet: Wallet) -> VaultPorts:
        """What the vault of the profile stands on; its copy lies in the folder."""
        deployment = self.load_deployment()
        profile = self.find_profile(wallet)
        return VaultPorts(
            profile,
            TypedDomain(deployment.chain_id, deployment.profile_registry),
            HttpVaultGateway(Gateway(self.gateway)),
            LocalCopy(self.folder / f"{profile}.vault"),
            wallet.sign_digest,
            lambda: time.time_ns() // 1_000_000,
            wallet.address,
        )

    def open_vault(self, wallet: Wallet) -> Vault:
        """The open vault, by the way in that was chosen."""
        return Vault.open(self.vault_ports(wallet), self.read_unlock(wallet))

    def read_unlock(self, wallet: Wallet) -> Unlock:
        """The way in; a code or passphrase is asked for."""
        match self.unlock:
            case "code":
                return RecoveryCode(ask_secret("Recovery code"))
            case "passphrase":
                return Passphrase(ask_secret("Passphrase"))
            case _:
                return unlock_by(wallet)


def ask_secret(what: str) -> str:
    """What the person types, not shown; the question goes to stderr."""
    return str(click.prompt(what, hide_input=True, err=True))


def with_access(command: Callable[..., None]) -> Callable[..., None]:
    """The command takes the options of `Access` as its first argument; its errors are one sentence."""

    @wraps(command)
    def run(*arguments: Any, **options: Any) -> None:  # noqa: ANN401 - click's own
        access = Access(as_json=options.pop("as_json"), **{name: options.pop(name) for name in _NAMES})
        with one_sentence():
            command(access, *arguments, **options)

    for option in reversed(_OPTIONS):
        run = option(run)
    return run


def read_settings(context: click.Context, _parameter: click.Parameter, path: Path | None) -> None:
    """The options that the settings file gives to a command, or to every command of a group."""
    chosen = path or Path(SETTINGS_FILE)
    if path is None and not chosen.is_file():
        return
    try:
        found = tomllib.loads(chosen.read_text(encoding="utf-8"))
    except (OSError, ValueError) as failure:
        raise click.ClickException(f"{chosen} does not read: {failure}.") from None
    values = {name.replace("-", "_"): value for name, value in found.items()}
    unknown = sorted(set(values) - set(_NAMES))
    if unknown:
        raise click.ClickException(f"{chosen} names {unknown[0]!r}, which no command takes.")
    command = context.command
    if isinstance(command, click.Group):
        context.default_map = dict.fromkeys(command.commands, values)
    else:
        context.default_map = values


def settings_option(group: Callable[..., Any]) -> Callable[..., Any]:
    """The group's option for the settings file."""
    return click.option(
        "--settings",
        type=click.Path(path_type=Path, dir_okay=False),
        callback=read_settings,
        expose_value=False,
        is_eager=True,
        help=f"TOML file with options for every command ({SETTINGS_FILE} here, if there is one).",
    )(group)


_FILE: Final = click.Path(path_type=Path, dir_okay=False)
_OPTIONS: Final = (
    click.option(
        "--gateway", default="http://localhost:8000", show_default=True, help="Address of a gateway."
    ),
    click.option("--rpc-url", help="Node of the chain that you trust."),
    click.option("--deployment", type=_FILE, help="deployments/<chain id>.json of the contracts you expect."),
    click.option("--keystore", type=_FILE, help="Encrypted keystore of the wallet (`cast wallet import`)."),
    click.option(
        "--password-file", type=_FILE, help="Its password, in a file of mode 0600; else you are asked."
    ),
    click.option("--profile", help="Profile id or handle; needed if the wallet has several."),
    click.option(
        "--folder",
        type=click.Path(path_type=Path, file_okay=False),
        default=Path("hashtagspace-market"),
        show_default=True,
        help="Where offers, sealed records and the vault's copy are kept.",
    ),
    click.option(
        "--unlock",
        type=click.Choice(["wallet", "code", "passphrase"]),
        default="wallet",
        show_default=True,
        help="How the vault is opened.",
    ),
    click.option("--json", "as_json", is_flag=True, help="For scripts: JSON on stdout."),
)
