"""What the demo world asks of the deployment script."""

import json
from pathlib import Path

import pytest

from hashtagspace.chain.rpc import Rpc
from hashtagspace.dev.deploy import deploy, deployment_path
from hashtagspace.dev.founders import derive_founders
from hashtagspace.dev.layout import Layout, read_or_make_secret
from hashtagspace.dev.process import DevError

SCRIPT = """#!/bin/sh
printf '%s\\n' "$@" >"$(dirname "$0")/../asked"
mkdir -p data/deployments
[ -e data/deployments/31337.json ] || [ -e refuse ] || echo '{"contracts": {}}' >data/deployments/31337.json
"""


class OneAccount(Rpc):
    def call(self, method, params, kind):  # noqa: ARG002
        return ["0xabc"]


@pytest.fixture
def layout(tmp_path: Path) -> Layout:
    (tmp_path / "scripts").mkdir()
    script = tmp_path / "scripts/brownie"
    script.write_text(SCRIPT)
    script.chmod(0o755)
    return Layout(root=tmp_path, data=tmp_path / "data", port=1, rpc_port=2)


def asked(layout: Layout) -> list[str]:
    deploy(layout, OneAccount("http://127.0.0.1:2"))
    return (layout.root / "asked").read_text().splitlines()


def write_record(layout: Layout, text: str) -> None:
    deployment_path(layout).parent.mkdir(parents=True)
    deployment_path(layout).write_text(text)


def test_a_script_that_leaves_no_record_is_told(layout: Layout):
    (layout.root / "refuse").touch()
    with pytest.raises(DevError, match="deploying the contracts failed"):
        asked(layout)


def test_a_new_world_is_founded_by_seven_of_its_people(layout: Layout):
    options = asked(layout)
    wallets = derive_founders(read_or_make_secret(layout.seed_file))
    assert [o for o in options if o.startswith("--founder=")] == [
        f"--founder=0x{wallet.address.hex()}" for wallet in wallets
    ]
    assert "--epoch-hours=1" in options
    assert "--unlocked=0xabc" in options


def test_a_world_with_a_people_registry_names_the_same_founders_again(layout: Layout):
    first = asked(layout)
    deployment_path(layout).write_text(json.dumps({"contracts": {"PersonhoodRegistry": {}}}))
    assert asked(layout) == first


def test_an_older_world_goes_on_without_levels(layout: Layout):
    write_record(layout, json.dumps({"contracts": {"NoLevels": {}, "DataMarket": {}}}))
    assert not any(option.startswith(("--founder", "--epoch")) for option in asked(layout))


@pytest.mark.parametrize("text", ["", "[]", "{}", '{"contracts": 3}'])
def test_a_record_that_does_not_read_is_the_script_s_to_refuse(layout: Layout, text: str):
    write_record(layout, text)
    assert any(option.startswith("--founder") for option in asked(layout))
