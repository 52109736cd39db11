"""Settings: the environment read once into a frozen value.

Every variable starts with HASHTAGSPACE_; `environment.VARIABLES` names them all with what they mean.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from pathlib import Path
from typing import Final, Literal, cast
from urllib.parse import urlsplit

from hashtagspace.environment import PREFIX, EnvironmentReader, is_url
from hashtagspace.errors import ConfigError

_PORTS: Final = {"http": 80, "https": 443}


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


def origin_of(url: str) -> str:
    """Scheme, host and port of an http or https URL, the usual port left out; ValueError for any other.

    Source: WHATWG URL, serialisation of an origin.
    """
    parts = urlsplit(url)
    scheme, host, port = parts.scheme, parts.hostname, parts.port
    if scheme not in _PORTS or not host:
        raise ValueError("An origin is that of an http or https URL.")
    ascii_host = f"[{host}]" if ":" in host else host.encode("idna").decode("ascii")
    return f"{scheme}://{ascii_host}" + ("" if port in (None, _PORTS[scheme]) else f":{port}")


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
    people_calls_per_ip_day: int = 60
    people_calls_per_day: int = 5_000
    people_gas_per_day: int = 1_000_000_000
    people_revoke_gas_per_day: int = 300_000_000
    revokes_per_ip_day: int = 100
    revoke_gas_per_day: int = 600_000_000
    early_revoke_gas_per_day: int = 60_000_000


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
    score_key_file: Path | None = None
    score_password_file: Path | None = None
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
        reader = EnvironmentReader(environ)
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


def _read_settings(reader: EnvironmentReader) -> Settings:
    data_dir = Path(reader.text("DATA_DIR") or ".data")
    host, port = _read_listen(reader)
    rpc_url = reader.url("RPC_URL") or reader.required("RPC_URL")
    deployment = reader.existing("DEPLOYMENT") or Path(reader.required("DEPLOYMENT"))
    dev = reader.choice("DEV", "0", ("0", "1"))
    for one in ("RELAY", "SCORE"):
        if reader.text(f"{one}_PASSWORD_FILE") and not reader.text(f"{one}_KEY_FILE"):
            sentence = f"is set without a keystore: set {PREFIX}{one}_KEY_FILE too."
            reader.complain(f"{one}_PASSWORD_FILE", sentence)
    return Settings(
        rpc_url=rpc_url,
        deployment_path=deployment,
        data_dir=data_dir,
        database_url=reader.database("DATABASE_URL", data_dir / "projection.sqlite3"),
        outbox_url=reader.database("OUTBOX_URL", data_dir / "outbox.sqlite3"),
        content_store=_read_content_store(reader, data_dir),
        relay_key_file=reader.existing("RELAY_KEY_FILE"),
        relay_password_file=reader.existing("RELAY_PASSWORD_FILE"),
        score_key_file=reader.existing("SCORE_KEY_FILE"),
        score_password_file=reader.existing("SCORE_PASSWORD_FILE"),
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


def _read_budgets(reader: EnvironmentReader) -> Budgets:
    base = Budgets()
    return Budgets(
        **{f.name: reader.number(f.name.upper(), getattr(base, f.name), 0, 10**11) for f in fields(base)}
    )


def _read_listen(reader: EnvironmentReader) -> tuple[str, int]:
    host, _, port = (reader.text("LISTEN") or "127.0.0.1:8000").rpartition(":")
    if not host or not (port.isascii() and port.isdigit() and len(port) <= 5 and int(port) < 65536):
        reader.complain("LISTEN", "is not host:port: give one such as 127.0.0.1:8000.")
        return "127.0.0.1", 8000
    return host.strip("[]"), int(port)


def _default_public_url(host: str, port: int) -> str:
    shown = "127.0.0.1" if host in ("0.0.0.0", "::") else host  # noqa: S104 - compared, not bound
    return f"http://{f'[{shown}]' if ':' in shown else shown}:{port}"


def _read_content_store(reader: EnvironmentReader, data_dir: Path) -> ContentStoreSetting:
    kind, colon, target = (reader.text("CONTENT_STORE") or f"embedded:{data_dir / 'content'}").partition(":")
    if kind == "embedded" and target:
        return ContentStoreSetting("embedded", target)
    if kind == "kubo" and is_url(target, ("http", "https")):
        return ContentStoreSetting("kubo", target)
    reader.complain(
        "CONTENT_STORE",
        f"is neither embedded:<folder> nor kubo:<api url>{'' if colon else ' (no colon)'}: give one.",
    )
    return ContentStoreSetting("embedded", str(data_dir / "content"))
