"""The committed description is that of the routes, and every route is in it."""

import json
import re
import subprocess
import sys
from pathlib import Path

from hashtagspace.api.openapi import build_document

ROOT = Path(__file__).resolve().parents[3]
UNDESCRIBED = {"/openapi.json"}


def test_the_snapshot_is_fresh():
    committed = json.loads((ROOT / "frontend/openapi.json").read_text(encoding="utf-8"))
    assert committed == json.loads(json.dumps(build_document())), "run `make openapi` and commit the result"


def test_a_stale_snapshot_is_noticed(tmp_path):
    copy = tmp_path / "scripts/generate_openapi.py"
    copy.parent.mkdir()
    (tmp_path / "frontend").mkdir()
    copy.write_text((ROOT / "scripts/generate_openapi.py").read_text())

    def run(*arguments: str) -> int:
        return subprocess.run([sys.executable, copy, *arguments], check=False, capture_output=True).returncode

    assert run("--check") == 1
    assert run() == 0
    assert run("--check") == 0


def test_every_route_is_described(bare_client):
    described = set(build_document()["paths"])
    rules = {
        rule.rule.replace("<", "{").replace(">", "}") for rule in bare_client.application.url_map.iter_rules()
    }
    assert rules - UNDESCRIBED == described


def test_every_reference_leads_somewhere():
    document = json.dumps(build_document())
    schemas = json.loads(document)["components"]["schemas"]
    names = {part.split('"')[0] for part in document.split("#/components/schemas/")[1:]}
    assert names <= set(schemas)


def test_operation_ids_are_names_for_a_client():
    operations = [operation for item in build_document()["paths"].values() for operation in item.values()]
    ids = [operation["operationId"] for operation in operations]
    assert len(ids) == len(set(ids))
    assert all(name.isidentifier() for name in ids)
    assert all(operation["summary"] for operation in operations)


SECRET_WORDS = re.compile(
    r"plain(?!text$)|plaintext|cleartext|passphrase|password|secret|privatekey|mnemonic|vaultkey|recordkey|"
    r"marketkey|unlock|recoverycode|decrypted|nonceofdeal|receiptsalt",
    re.IGNORECASE,
)


def test_no_route_has_a_place_for_what_only_a_person_may_know():
    """A gateway is given ciphertext and signatures: no parameter and no member asks for or tells more."""
    found = set()

    def look(value):
        if isinstance(value, dict):
            found.update(value.get("properties", {}))
            found.update(one["name"] for one in value.get("parameters", ()) if "name" in one)
            for inner in value.values():
                look(inner)
        elif isinstance(value, list):
            for inner in value:
                look(inner)

    look(build_document())
    assert {"manifest", "envelope", "consent", "signature"} <= found
    assert [name for name in found if SECRET_WORDS.search(name)] == []
    assert SECRET_WORDS.search("vaultKey")
