"""Settings: the environment read once into a frozen value.

Every variable starts with HASHTAGSPACE_; `VARIABLES` names them all with what they mean.
"""

import difflib
from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from pathlib import Path
from typing import Literal, cast
from urllib.parse import urlsplit

from hashtagspace.errors import ConfigError

PREFIX = "HASHTAGSPACE_"
VARIABLES: Mapping[str, str] = {
    "RPC_URL": "JSON-RPC endpoint of the chain, http(s)://…",
    "DEPLOYMENT": "path of deployments/<chainId>.json",
    "DATA_DIR": "folder for everything this gateway keeps; default .data",
    "DATABASE_URL": "projection database; default sqlite in the data folder",
    "OUTBOX_URL": "outbox database of the relay; default sqlite in the data folder",
    "CONTENT_STORE": "embedded:<folder> or kubo:<api url>; default embedded in the data folder",
    "RELAY_KEY_FILE": "encrypted keystore JSON or a hex key readable by its owner alone; none: no relay here",
    "RELAY_PASSWORD_FILE": "file with the keystore's password, readable by its owner alone",
    "LISTEN": "host:port; default 127.0.0.1:8000",
    "PUBLIC_URL": "address people use for this gateway; default from LISTEN",
    "PUBLIC_RPC_URL": "RPC endpoint told to browsers; it must hold no secret; default none",
    "WEB_DIR": "folder of the built web app; none: API only",
    "NETWORK_NAME": "name wallets show for the chain",
    "EXPLORER_URL": "block explorer linked from pages",
    "CURRENCY": "symbol of the chain's coin; default ETH",
    "STAMP_BITS": "work asked of relayed calls, 0 to 40; default 18",
    "FAUCET_STAMP_BITS": "work asked of the faucet, 0 to 40; default 20",
    "BATCH_SECONDS": "longest wait before pending intents are batched; default 2",
    "BATCH_COUNT": "most intents in one batch, 1 to 7000; default 7000",
    "INTENTS_PER_PROFILE_MINUTE": "budget; default 60",
    "INTENTS_PER_IP_MINUTE": "budget; default 300",
    "CALLS_PER_IP_DAY": "budget of relayed calls; default 20",
    "CALLS_PER_DAY": "budget of relayed calls from everyone; default 2000",
    "MARKET_CALLS_PER_IP_DAY": "budget of relayed calls of the market; default 100",
    "MARKET_CALLS_PER_DAY": "budget of relayed calls of the market from everyone; default 5000",
    "MARKET_GAS_PER_DAY": "most gas that those may take in a day, limits counted; default 1000000000",
    "REVOKES_PER_IP_DAY": "budget of relayed withdrawals of consent; default 100",
    "REVOKE_GAS_PER_DAY": "most gas that those may take in a day, limits counted; default 600000000",
    "DRIPS_PER_IP_DAY": "budget of the faucet; default 3",
    "DRIPS_PER_DAY": "budget of the faucet for everyone; default 500",
    "UPLOAD_BYTES_PER_IP_MINUTE": "budget of content and media; default 52428800",
    "UPLOAD_BYTES_PER_IP_DAY": "budget of content and media for a day; default 524288000",
    "UPLOAD_BYTES_PER_DAY": "budget of content and media from everyone; default 5368709120",
    "FREE_BYTES_FLOOR": "bytes uploads leave free on the disk, embedded store only; default 1073741824",
    "CALL_GAS_PER_DAY": "most gas that relayed calls may take in a day, limits counted; default 600000000",
    "RESPONSES_PER_IP_DAY": "budget of responses to offers, and of envelopes of epochs; default 300",
    "RESPONSES_PER_DAY": "budget of responses to offers from everyone; default 20000",
    "HEADS_PER_IP_DAY": "budget of vault heads; default 2000",
    "HEADS_PER_DAY": "budget of vault heads from everyone; default 200000",
    "VAULT_BYTES": "most bytes that the files of one vault may take; default 268435456",
    "DOMAIN_CHECKS": "1: asks the domains that terms of offers name for the business; default 1, in dev 0",
    "TRUSTED_PROXIES": "reverse proxies in front of this gateway; default 0",
    "LOG_FORMAT": "console or json; default console",
    "DEV": "1 in `hashtagspace dev`; default 0",
}


def safe_url(url: str) -> str:
    """Scheme, host and port of `url`; credentials, path and query, which may be keys, are left out.

    A path that names a local file (sqlite) is kept. Never raises.
    """
    try:
        parts = urlsplit(url)
        host, port = parts.hostname or "", parts.port
    except ValueError:
        return "<unreadable url>"
    if parts.scheme.startswith("sqlite"):
        return url.split("?", 1)[0]
    if not parts.scheme or not host:
        return "<unreadable url>"
    host = f"[{host}]" if ":" in host else host
    rest = "/…" if parts.path.strip("/") or parts.query else ""
    return f"{parts.scheme}://{host}{'' if port is None else f':{port}'}{rest}"


@dataclass(frozen=True, slots=True)
class Budgets:
    """What one caller, one profile and everyone together may ask of the relay and leave in the depot."""

    intents_per_profile_minute: int = 60
    intents_per_ip_minute: int = 300
    calls_per_ip_day: int = 20
    calls_per_day: int = 2000
    drips_per_ip_day: int = 3
    upload_bytes_per_ip_minute: int = 50 * 1024 * 1024
    call_gas_per_day: int = 600_000_000
    drips_per_day: int = 500
    upload_bytes_per_ip_day: int = 500 * 1024 * 1024
    upload_bytes_per_day: int = 5 * 1024**3
    responses_per_ip_day: int = 300
    responses_per_day: int = 20_000
    heads_per_ip_day: int = 2_000
    heads_per_day: int = 200_000
    vault_bytes: int = 256 * 1024**2
    market_calls_per_ip_day: int = 100
    market_calls_per_day: int = 5_000
    market_gas_per_day: int = 1_000_000_000
    revokes_per_ip_day: int = 100
    revoke_gas_per_day: int = 600_000_000


@dataclass(frozen=True, slots=True)
class ContentStoreSetting:
    """Which content store: `embedded` with a folder or `kubo` with an API URL."""

    kind: Literal["embedded", "kubo"]
    target: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class Settings:
    """All settings of one process; holds no secret itself, only where secrets are kept.

    URLs may carry credentials, hence `repr` shows them through `safe_url`.
    """

    rpc_url: str
    deployment_path: Path
    data_dir: Path
    database_url: str
    outbox_url: str
    content_store: ContentStoreSetting
    relay_key_file: Path | None = None
    relay_password_file: Path | None = None
    listen_host: str = "127.0.0.1"
    listen_port: int = 8000
    public_url: str = "http://127.0.0.1:8000"
    public_rpc_url: str | None = None
    web_dir: Path | None = None
    network_name: str = "local"
    explorer_url: str | None = None
    currency: str = "ETH"
    call_stamp_bits: int = 18
    faucet_stamp_bits: int = 20
    batch_seconds: float = 2.0
    batch_count: int = 7000
    budgets: Budgets = field(default_factory=Budgets)
    free_bytes_floor: int = 1024**3
    domain_checks: bool = False
    trusted_proxies: int = 0
    log_format: Literal["console", "json"] = "console"
    dev: bool = False

    @classmethod
    def from_environment(cls, environ: Mapping[str, str]) -> "Settings":
        """Settings read from `environ`.

        Raises ConfigError with one sentence a line for every variable that is missing, wrong or unknown.
        """
        reader = _Reader(environ)
        settings = _read_settings(reader)
        if reader.complaints:
            raise ConfigError("\n".join(reader.complaints))
        return settings

    def __repr__(self) -> str:
        """Every field, URLs without credentials, path or query."""
        return f"Settings({', '.join(f'{f.name}={self._shown(f.name)}' for f in fields(self))})"

    def _shown(self, name: str) -> str:
        value = getattr(self, name)
        if isinstance(value, str) and name.endswith("_url"):
            return repr(safe_url(value))
        if isinstance(value, ContentStoreSetting) and value.kind == "kubo":
            return repr(f"kubo:{safe_url(value.target)}")
        return repr(f"embedded:{value.target}") if isinstance(value, ContentStoreSetting) else repr(value)


class _Reader:
    """Takes variables out of an environment and collects one sentence for each bad one."""

    def __init__(self, environ: Mapping[str, str]) -> None:
        self.complaints: list[str] = []
        self._values = {k[len(PREFIX) :]: v.strip() for k, v in environ.items() if k.startswith(PREFIX)}
        for name in sorted(self._values.keys() - VARIABLES.keys()):
            near = difflib.get_close_matches(name, VARIABLES, n=1)
            hint = f"did you mean {PREFIX}{near[0]}?" if near else "remove it."
            self.complaints.append(f"{PREFIX}{name} is not a setting: {hint}")

    def text(self, name: str) -> str | None:
        """The value, None where it is unset or empty."""
        return self._values.get(name) or None

    def complain(self, name: str, sentence: str) -> None:
        """Add `NAME sentence`."""
        self.complaints.append(f"{PREFIX}{name} {sentence}")

    def required(self, name: str) -> str:
        value = self.text(name)
        if value is None:
            self.complain(name, f"is not set: give it the {VARIABLES[name]}.")
        return value or ""

    def number(self, name: str, default: int, low: int, high: int) -> int:
        value = self.text(name)
        if value is None:
            return default
        if not (value.isascii() and value.isdigit() and len(value) <= 12 and low <= int(value) <= high):
            self.complain(name, f"is not a whole number: give one from {low} to {high}.")
            return default
        return int(value)

    def seconds(self, name: str, default: float, low: float, high: float) -> float:
        value = self.text(name)
        if value is None:
            return default
        try:
            number = float(value)
        except ValueError:
            number = float("nan")
        if not low <= number <= high:
            self.complain(name, f"is not a number of seconds: give one from {low:g} to {high:g}.")
            return default
        return number

    def choice(self, name: str, default: str, allowed: tuple[str, ...]) -> str:
        value = self.text(name) or default
        if value not in allowed:
            self.complain(name, f"is not one of {', '.join(allowed)}: give one of these.")
            return default
        return value

    def url(self, name: str, schemes: tuple[str, ...] = ("http", "https")) -> str | None:
        """The URL; the complaint never repeats the value, which may hold a password."""
        value = self.text(name)
        if value is not None and not _is_url(value, schemes):
            self.complain(name, f"is not a URL that works here: give one that starts with {schemes[0]}://.")
        return value

    def existing(self, name: str, *, folder: bool = False) -> Path | None:
        value = self.text(name)
        if value is None:
            return None
        path = Path(value)
        if not (path.is_dir() if folder else path.is_file()):
            kind = "folder" if folder else "file"
            self.complain(name, f"names {value}, which is no {kind}: create it or correct the path.")
        return path

    def database(self, name: str, default: Path) -> str:
        value = self.text(name)
        if value is None:
            return f"sqlite:///{default}"
        if not value.startswith("sqlite:///") and not _is_url(value, ("postgresql", "postgresql+psycopg")):
            self.complain(name, "is neither sqlite:///path nor postgresql://…: give one of these.")
        return value


def _is_url(value: str, schemes: tuple[str, ...]) -> bool:
    try:
        parts = urlsplit(value)
        return parts.scheme in schemes and bool(parts.hostname) and (parts.port is None or parts.port > 0)
    except ValueError:
        return False


def _read_settings(reader: _Reader) -> Settings:
    data_dir = Path(reader.text("DATA_DIR") or ".data")
    host, port = _read_listen(reader)
    rpc_url = reader.url("RPC_URL") or reader.required("RPC_URL")
    deployment = reader.existing("DEPLOYMENT") or Path(reader.required("DEPLOYMENT"))
    dev = reader.choice("DEV", "0", ("0", "1"))
    if reader.text("RELAY_PASSWORD_FILE") and not reader.text("RELAY_KEY_FILE"):
        reader.complain("RELAY_PASSWORD_FILE", f"is set without a keystore: set {PREFIX}RELAY_KEY_FILE too.")
    return Settings(
        rpc_url=rpc_url,
        deployment_path=deployment,
        data_dir=data_dir,
        database_url=reader.database("DATABASE_URL", data_dir / "projection.sqlite3"),
        outbox_url=reader.database("OUTBOX_URL", data_dir / "outbox.sqlite3"),
        content_store=_read_content_store(reader, data_dir),
        relay_key_file=reader.existing("RELAY_KEY_FILE"),
        relay_password_file=reader.existing("RELAY_PASSWORD_FILE"),
        listen_host=host,
        listen_port=port,
        public_url=(reader.url("PUBLIC_URL") or _default_public_url(host, port)).rstrip("/"),
        public_rpc_url=reader.url("PUBLIC_RPC_URL"),
        web_dir=reader.existing("WEB_DIR", folder=True),
        network_name=reader.text("NETWORK_NAME") or "local",
        explorer_url=reader.url("EXPLORER_URL"),
        currency=reader.text("CURRENCY") or "ETH",
        call_stamp_bits=reader.number("STAMP_BITS", 18, 0, 40),
        faucet_stamp_bits=reader.number("FAUCET_STAMP_BITS", 20, 0, 40),
        batch_seconds=reader.seconds("BATCH_SECONDS", 2.0, 0.05, 3600),
        batch_count=reader.number("BATCH_COUNT", 7000, 1, 7000),
        budgets=_read_budgets(reader),
        free_bytes_floor=reader.number("FREE_BYTES_FLOOR", 1024**3, 0, 10**11),
        domain_checks=reader.choice("DOMAIN_CHECKS", "0" if dev == "1" else "1", ("0", "1")) == "1",
        trusted_proxies=reader.number("TRUSTED_PROXIES", 0, 0, 10),
        log_format=cast(
            Literal["console", "json"], reader.choice("LOG_FORMAT", "console", ("console", "json"))
        ),
        dev=dev == "1",
    )


def _read_budgets(reader: _Reader) -> Budgets:
    base = Budgets()
    return Budgets(
        **{f.name: reader.number(f.name.upper(), getattr(base, f.name), 0, 10**11) for f in fields(base)}
    )


def _read_listen(reader: _Reader) -> tuple[str, int]:
    host, _, port = (reader.text("LISTEN") or "127.0.0.1:8000").rpartition(":")
    if not host or not (port.isascii() and port.isdigit() and len(port) <= 5 and int(port) < 65536):
        reader.complain("LISTEN", "is not host:port: give one such as 127.0.0.1:8000.")
        return "127.0.0.1", 8000
    return host.strip("[]"), int(port)


def _default_public_url(host: str, port: int) -> str:
    shown = "127.0.0.1" if host in ("0.0.0.0", "::") else host  # noqa: S104 - compared, not bound
    return f"http://{f'[{shown}]' if ':' in shown else shown}:{port}"


def _read_content_store(reader: _Reader, data_dir: Path) -> ContentStoreSetting:
    kind, colon, target = (reader.text("CONTENT_STORE") or f"embedded:{data_dir / 'content'}").partition(":")
    if kind == "embedded" and target:
        return ContentStoreSetting("embedded", target)
    if kind == "kubo" and _is_url(target, ("http", "https")):
        return ContentStoreSetting("kubo", target)
    reader.complain(
        "CONTENT_STORE",
        f"is neither embedded:<folder> nor kubo:<api url>{'' if colon else ' (no colon)'}: give one.",
    )
    return ContentStoreSetting("embedded", str(data_dir / "content"))
