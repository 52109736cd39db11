"""A whole world for the browser: `hashtagspace dev` on free ports, and Debian's Chromium."""

import os
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
import requests
from e2e.wallet import TestWallet
from playwright.sync_api import Browser, BrowserContext, expect, sync_playwright

ROOT = Path(__file__).resolve().parents[2]
CHAIN_ID = 31_337
START_SECONDS = 300
PATIENCE_MS = 30_000  # two cores run the chain, six processes and the browser
BROWSER_ARGUMENTS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-sync"]


@dataclass(frozen=True)
class World:
    """A running `hashtagspace dev`."""

    url: str
    rpc_url: str
    data: Path
    process: subprocess.Popen

    def new_wallet(self) -> TestWallet:
        return TestWallet(self.rpc_url, CHAIN_ID)


def find_free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def start_world(data: Path, *options: str) -> World:
    port, rpc_port = find_free_port(), find_free_port()
    command = [sys.executable, "-m", "hashtagspace.cli", "dev", f"--port={port}", f"--rpc-port={rpc_port}"]
    log = (data.parent / "dev.log").open("ab")
    process = subprocess.Popen(
        [*command, f"--data={data}", *options], cwd=ROOT, stdout=log, stderr=log, env=os.environ
    )
    log.close()
    return World(f"http://localhost:{port}", f"http://127.0.0.1:{rpc_port}", data, process)


def wait_for_page(world: World, log: Path, seconds: float = START_SECONDS) -> None:
    deadline = time.monotonic() + seconds
    while "Open " not in log.read_text():
        if world.process.poll() is not None or time.monotonic() > deadline:
            pytest.fail(f"hashtagspace dev did not come up:\n{log.read_text()}")
        time.sleep(0.1)


def stop_world(world: World) -> None:
    world.process.send_signal(signal.SIGINT)
    try:
        world.process.wait(30)
    finally:
        world.process.kill()


@pytest.fixture(scope="session")
def world(tmp_path_factory) -> Iterator[World]:
    """An empty world: contracts, processes, nobody in it."""
    folder = tmp_path_factory.mktemp("world")
    started = start_world(folder / "data", "--no-seed")
    try:
        wait_for_page(started, folder / "dev.log")
        assert requests.get(f"{started.url}/v1/health", timeout=5).status_code == 200
        yield started
    finally:
        stop_world(started)


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    executable = shutil.which("chromium")
    assert executable, "Chromium is missing: run `make chromium`."
    expect.set_options(timeout=PATIENCE_MS)
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=executable, args=BROWSER_ARGUMENTS)
        yield chromium
        chromium.close()


@pytest.fixture
def new_person(world, browser) -> Iterator:
    """Makes a person: a browser of their own with a wallet in it; page errors fail the test."""
    contexts: list[BrowserContext] = []
    errors: list[str] = []

    def make(*, width: int = 1280, height: int = 900, wallet: TestWallet | None = None):
        context = browser.new_context(viewport={"width": width, "height": height}, base_url=world.url)
        contexts.append(context)
        context.set_default_timeout(PATIENCE_MS)
        wallet = (wallet or world.new_wallet()).install(context)
        page = context.new_page()
        page.on("pageerror", lambda error: errors.append(str(error)))
        page.on(
            "console",
            lambda message: (
                errors.append(message.text) if "Content Security Policy" in message.text else None
            ),
        )
        return page, wallet

    yield make
    for context in contexts:
        for page in context.pages:
            page.unroute_all(behavior="ignoreErrors")
        context.close()
    assert errors == []
