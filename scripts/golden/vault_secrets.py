"""The part of market_vault.json about ways into a vault: keys, codes, passphrases, signatures, wraps."""

import json
from collections.abc import Callable
from dataclasses import astuple
from random import Random

from golden.market_samples import columns
from golden.samples import NOW_MS, Vectors, address_of, hexed, sign, test_key
from golden.vault_samples import CUSTODY, PASSPHRASE, PROFILE, REGISTRY
from hashtagspace.domain.signature import CURVE_ORDER
from hashtagspace.domain.vault_forms import (
    Destruction,
    VaultForm,
    VaultHead,
    VaultUnlock,
    vault_digest,
    vault_form_to_wallet,
)
from hashtagspace.errors import InvalidInput
from hashtagspace.market.vault.keys import business_market_key, commitment_of, file_key, seal_key
from hashtagspace.market.vault.manifest import Wrap
from hashtagspace.market.vault.unlocking import read_code, require_passphrase, secret_of, spell_code


def code_of(call: Callable[..., object], *arguments: object) -> str:
    """The code with which a call refuses."""
    try:
        call(*arguments)
    except InvalidInput as error:
        return error.exact_code
    raise AssertionError(f"not refused: {json.dumps(str(arguments))[:200]}")


def keys(random: Random) -> Vectors:
    """What three vault keys are stretched to."""
    rows = []
    for _ in range(3):
        key = random.randbytes(32)
        rows.append(
            {
                "vaultKey": hexed(key),
                "commitment": hexed(commitment_of(key)),
                "fileKey": hexed(file_key(key)),
                "sealKey": hexed(seal_key(key)),
                "marketKey": hexed(business_market_key(key)),
            }
        )
    return columns(rows)


def codes(random: Random) -> Vectors:
    """Recovery codes as they are shown and as people write them; those that are refused."""
    secret = random.randbytes(20)
    shown = spell_code(secret)
    spoken = shown.lower().replace("1", "l").replace("0", "o").replace("-", " ")
    accepted = [(text, secret) for text in (shown, spoken, f" {shown} ", shown.replace("-", ""))]
    accepted += [(spell_code(raw), raw) for raw in (bytes(20), b"\xff" * 20)]
    slip = next(sign for sign in "23456789" if sign != shown[5])
    swapped = shown[:10] + shown[11] + shown[10] + shown[12:]
    refused = [
        shown[:5] + slip + shown[6:],
        swapped,
        shown[:-1],
        shown + "0",
        "U" + shown[1:],
        "",
        shown[:39],
    ]
    return {
        "accepted": columns([{"text": text, "secret": hexed(read_code(text))} for text, _ in accepted]),
        "refused": columns(
            [{"text": text, "code": code_of(read_code, text)} for text in refused if text != shown]
        ),
    }


def passphrases() -> Vectors:
    """Passphrases that may guard a vault, and those that may not."""
    good = [PASSPHRASE, "ｆｕｌｌ ｗｉｄｔｈ ｌｅｔｔｅｒｓ", "Tr0ub4dor&3 again", "vier Wörter nach Los"]
    weak = ["", "short", "elevenchars", "aaaaaaaaaaaa", "abababababab", "abcabcabcabc", "passwordpassword"]
    weak += ["123456789012", "abcdefghijkl", "zyxwvutsrqpo", "112233445566", "x" * 1025]
    return {
        "accepted": columns([{"text": text, "spelled": require_passphrase(text)} for text in good]),
        "weak": columns([{"text": text, "code": code_of(require_passphrase, text)} for text in weak]),
    }


def wallet_secrets(random: Random) -> Vectors:
    """A wallet's signature in each of its spellings gives one secret."""
    custody, other = address_of(CUSTODY), address_of(test_key(2))
    digest = vault_digest(VaultUnlock(PROFILE, random.randbytes(32)), REGISTRY)
    low = sign(CUSTODY, digest)
    high_s = CURVE_ORDER - int.from_bytes(low[32:64], "big")
    high = low[:32] + high_s.to_bytes(32, "big") + bytes((55 - low[64],))
    spellings = [low, high, low[:64] + bytes((low[64] - 27,)), high[:64] + bytes((high[64] - 27,))]
    wrong = [low[:64] + bytes((55 - low[64],)), low[:64] + b"\x1d", low[:64], low + b"\0", b"", bytes(65)]
    return {
        "digest": hexed(digest),
        "custody": hexed(custody),
        "accepted": columns(
            [{"signature": hexed(s), "secret": hexed(secret_of(s, digest, custody))} for s in spellings]
        ),
        "refused": columns(
            [
                {"signature": hexed(s), "custody": hexed(by), "code": code_of(secret_of, s, digest, by)}
                for s, by in [*((s, custody) for s in wrong), (low, other)]
            ]
        ),
    }


def forms(random: Random) -> list[Vectors]:
    """Each signed form with its digest and what a wallet shows."""
    signed: list[VaultForm] = [
        VaultUnlock(PROFILE, random.randbytes(32)),
        VaultHead(PROFILE, random.randbytes(32), 7, True, NOW_MS // 1000),
        VaultHead(1, bytes(32), 1, False, 0),
        Destruction(PROFILE, random.randbytes(32), NOW_MS),
    ]
    return [
        {
            "form": form.STRUCT.name,
            "values": [hexed(v) if isinstance(v, bytes) else _number(v) for v in astuple(form)],
            "digest": hexed(vault_digest(form, REGISTRY)),
            "wallet": vault_form_to_wallet(form, REGISTRY),
        }
        for form in signed
    ]


def wrap_rows(made: list[tuple[Wrap, bytes]]) -> list[Vectors]:
    """The vault key under each method's secret."""
    return [
        {
            "method": wrap.method,
            "secret": hexed(secret),
            "salt": hexed(wrap.salt),
            "iv": hexed(wrap.iv),
            "custody": None if wrap.custody is None else hexed(wrap.custody),
            "createdAt": wrap.created_at_ms,
            "ciphertext": hexed(wrap.ciphertext),
        }
        for wrap, secret in made
    ]


def _number(value: int | str) -> object:
    return value if isinstance(value, (bool, str)) else str(value)
