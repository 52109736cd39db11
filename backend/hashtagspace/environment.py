"""The environment as text, read variable by variable; every bad one gets a sentence, and none is shown."""

import difflib
from collections.abc import Mapping
from pathlib import Path
from urllib.parse import urlsplit

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
    "SCORE_KEY_FILE": "the same for who posts roots of epochs and disputes others; none: it only verifies",
    "SCORE_PASSWORD_FILE": "file with that keystore's password, readable by its owner alone",
    "LISTEN": "host:port; default 127.0.0.1:8000",
    "PUBLIC_URL": "address people use for this gateway, which businesses sign in to; default from LISTEN",
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
    "EARLY_REVOKE_GAS_PER_DAY": "gas of those before anything was accepted, on top; default 60000000",
    "PEOPLE_CALLS_PER_IP_DAY": "budget of relayed vouches, appeals, tips and proofs of levels; default 60",
    "PEOPLE_CALLS_PER_DAY": "budget of those from everyone; default 5000",
    "PEOPLE_GAS_PER_DAY": "most gas that those may take in a day, limits counted; default 1000000000",
    "PEOPLE_REVOKE_GAS_PER_DAY": "gas of vouches taken back and cases answered, on top; default 300000000",
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


class EnvironmentReader:
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
        """The value; a complaint where there is none."""
        value = self.text(name)
        if value is None:
            self.complain(name, f"is not set: give it the {VARIABLES[name]}.")
        return value or ""

    def number(self, name: str, default: int, low: int, high: int) -> int:
        """The whole number, `default` where it is unset or wrong."""
        value = self.text(name)
        if value is None:
            return default
        if not (value.isascii() and value.isdigit() and len(value) <= 12 and low <= int(value) <= high):
            self.complain(name, f"is not a whole number: give one from {low} to {high}.")
            return default
        return int(value)

    def seconds(self, name: str, default: float, low: float, high: float) -> float:
        """The number of seconds, `default` where it is unset or wrong."""
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
        """One of the allowed words, `default` where it is unset or wrong."""
        value = self.text(name) or default
        if value not in allowed:
            self.complain(name, f"is not one of {', '.join(allowed)}: give one of these.")
            return default
        return value

    def url(self, name: str, schemes: tuple[str, ...] = ("http", "https")) -> str | None:
        """The URL; the complaint never repeats the value, which may hold a password."""
        value = self.text(name)
        if value is not None and not is_url(value, schemes):
            self.complain(name, f"is not a URL that works here: give one that starts with {schemes[0]}://.")
        return value

    def existing(self, name: str, *, folder: bool = False) -> Path | None:
        """The path of a file or folder that is there, None where it is unset."""
        value = self.text(name)
        if value is None:
            return None
        path = Path(value)
        if not (path.is_dir() if folder else path.is_file()):
            kind = "folder" if folder else "file"
            self.complain(name, f"names {value}, which is no {kind}: create it or correct the path.")
        return path

    def database(self, name: str, default: Path) -> str:
        """The URL of a database, of an SQLite file where it is unset."""
        value = self.text(name)
        if value is None:
            return f"sqlite:///{default}"
        if not value.startswith("sqlite:///") and not is_url(value, ("postgresql", "postgresql+psycopg")):
            self.complain(name, "is neither sqlite:///path nor postgresql://…: give one of these.")
        return value


def is_url(value: str, schemes: tuple[str, ...]) -> bool:
    """Whether the text is a URL of one of these schemes with a host."""
    try:
        parts = urlsplit(value)
        return parts.scheme in schemes and bool(parts.hostname) and (parts.port is None or parts.port > 0)
    except ValueError:
        return False
