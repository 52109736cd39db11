"""`hashtagspace score` as an operator runs it, killed at each transaction: posted once, and final."""

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from deployed import EPOCH_SECONDS
from people_world import PeopleWorld

from hashtagspace.domain.people_states import PostState
from hashtagspace.scorer.verifying import Verifier

pytestmark = [pytest.mark.anvil, pytest.mark.slow]


class ScoreProcess:
    """One process after another over the same settings."""

    def __init__(self, world: PeopleWorld, folder: Path) -> None:
        world.scorer("poster")  # funded
        key = folder / "key"
        key.touch(mode=0o600)
        key.write_text(world.people["poster"].private_key().hex())
        self.log = folder / "score.log"
        self.environment = {
            "PATH": os.environ["PATH"],
            "PYTHONPATH": os.pathsep.join(sys.path),
            "HASHTAGSPACE_DEV": "1",
            "HASHTAGSPACE_RPC_URL": world.anvil.url,
            "HASHTAGSPACE_DEPLOYMENT": str(world.deployed.write(folder / "31337.json")),
            "HASHTAGSPACE_DATA_DIR": str(folder),
            "HASHTAGSPACE_SCORE_KEY_FILE": str(key),
        }

    def start(self, *options: str) -> subprocess.Popen[bytes]:
        command = [sys.executable, "-m", "hashtagspace.cli", "score", *options]
        with self.log.open("ab") as log:
            return subprocess.Popen(command, env=self.environment, stdout=log, stderr=log)

    def count(self, words: str) -> int:
        return self.log.read_text().count(words) if self.log.exists() else 0

    def wait_for_sending(self, child: subprocess.Popen[bytes]) -> None:
        """The process has sent one transaction more than all before it."""
        before, deadline = self.count("scorer.sent"), time.monotonic() + 60
        while self.count("scorer.sent") == before:
            assert child.poll() is None, self.log.read_text()[-2000:]
            assert time.monotonic() < deadline, self.log.read_text()[-2000:]
            time.sleep(0.02)

    def run_once(self) -> None:
        assert self.start("--once").wait(60) == 0, self.log.read_text()[-2000:]


def test_killed_again_and_again_it_goes_on(world: PeopleWorld, tmp_path: Path) -> None:
    """Each life ends by SIGKILL as soon as it has sent something: commit, take, post, finish, proofs."""
    process, deaths = ScoreProcess(world, tmp_path), 0
    while world.level("anna") == 0 and deaths < 12:
        child = process.start()
        process.wait_for_sending(child)
        child.send_signal(signal.SIGKILL)
        child.wait()
        deaths += 1
        world.anvil.mine(70)
        if world.roots.functions.latestFinal().call() == 0 and process.count("call=post") > 0:
            world.pass_seconds(EPOCH_SECONDS + 5)
    assert deaths >= 3
    process.run_once()
    check = Verifier(world.rpc(), world.deployment).verify(3)
    assert check.final == check.header.root
    assert [post.state for post in check.posts] == [PostState.FINAL], "posted once"
    assert world.level("anna") == 3


def test_sigterm_ends_it_at_once(world: PeopleWorld, tmp_path: Path) -> None:
    process = ScoreProcess(world, tmp_path)
    child = process.start()
    process.wait_for_sending(child)
    child.terminate()
    assert child.wait(5) == 0


def test_without_people_it_ends_with_one_sentence(world: PeopleWorld, tmp_path: Path) -> None:
    process = ScoreProcess(world, tmp_path)
    file = Path(process.environment["HASHTAGSPACE_DEPLOYMENT"])
    deployment = json.loads(file.read_text())
    address = deployment["contracts"]["PersonhoodRegistry"]
    for name in (
        "EpochClock",
        "Jury",
        "Vouches",
        "Arbiter",
        "EpochRoots",
        "PersonhoodRegistry",
        "RewardPool",
    ):
        del deployment["contracts"][name]
    deployment["contracts"]["NoLevels"] = address
    file.write_text(json.dumps(deployment))
    assert process.start("--once").wait(60) == 1
    assert "Nobody has a level on this network" in process.log.read_text()
    assert "Traceback" not in process.log.read_text()
