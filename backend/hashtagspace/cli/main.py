"""The command line `hashtagspace`: a gateway's processes, and what people and businesses do from a shell."""

import os
import shutil
import signal
import sys
import threading
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from types import FrameType

import click

from hashtagspace.cli.buy import buy
from hashtagspace.cli.people import people
from hashtagspace.cli.report import calibrate, report
from hashtagspace.cli.sell import sell
from hashtagspace.cli.sentence import one_sentence
from hashtagspace.cli.vault import vault
from hashtagspace.config import Settings
from hashtagspace.log import configure_logging


@click.group()
@click.version_option(package_name="hashtagspace")
def main() -> None:
    """Run a #hashtagspace gateway; buy and sell data on its market."""


main.add_command(buy)
main.add_command(calibrate)
main.add_command(people)
main.add_command(report)
main.add_command(sell)
main.add_command(vault)


@main.command()
@click.option("--workers", type=click.IntRange(1, 64), default=1, show_default=True, help="Worker processes.")
def serve(workers: int) -> None:
    """Serve the API, content and the web app until stopped."""
    with one_sentence():
        settings = _read_settings()
        if workers > 1:
            _share_metrics(settings.data_dir / "metrics")
        # Imported late: index and relay need no web server, and counters choose where they live when loaded.
        from hashtagspace.api.server import run_server  # noqa: PLC0415

        run_server(settings, workers)


@main.command()
def index() -> None:
    """Follow the chain and keep the projection until stopped."""
    from hashtagspace.bootstrap import run_index  # noqa: PLC0415 - buyers and sellers need no gateway

    _run_until_stopped(run_index)


@main.command()
def relay() -> None:
    """Bring accepted intents and calls into the chain until stopped."""
    from hashtagspace.bootstrap import run_relay_worker  # noqa: PLC0415

    _run_until_stopped(run_relay_worker)


@main.command()
@click.option(
    "--key-file",
    type=click.Path(path_type=Path, dir_okay=False, exists=True),
    help="Of the wallet that posts roots and disputes wrong ones, instead of the setting's.",
)
@click.option("--once", is_flag=True, help="Do what can be done now, then end.")
def score(key_file: Path | None, *, once: bool) -> None:
    """Compute each epoch from the chain; with a key, post its root, dispute wrong ones, prove levels."""
    from hashtagspace.bootstrap import run_score  # noqa: PLC0415

    def run(settings: Settings, stop: threading.Event) -> None:
        chosen = settings if key_file is None else replace(settings, score_key_file=key_file)
        run_score(chosen, stop, once=once)

    _run_until_stopped(run)


@main.command()
@click.option("--port", type=click.IntRange(1, 65_535), default=8000, show_default=True, help="Of the page.")
@click.option(
    "--rpc-port", type=click.IntRange(1, 65_535), default=8545, show_default=True, help="Of the chain."
)
@click.option(
    "--data", type=Path, default=Path(".data"), show_default=True, help="Folder for all that is kept."
)
@click.option("--seed/--no-seed", default=True, help="Make the demo world at the first start.")
def dev(port: int, rpc_port: int, data: Path, *, seed: bool) -> None:
    """Run a whole network on this machine: chain, contracts, gateway, demo world."""
    from hashtagspace.dev.layout import Layout  # noqa: PLC0415 - the other commands need no supervisor
    from hashtagspace.dev.supervise import run_dev  # noqa: PLC0415

    layout = Layout(root=Path.cwd(), data=data.resolve(), port=port, rpc_port=rpc_port)
    with one_sentence():
        try:
            run_dev(layout, seed=seed, say=click.echo)
        except KeyboardInterrupt:
            click.echo("stopped; `make run` goes on where it was")


@main.command()
@click.option("--json", "as_json", is_flag=True, help="For machines.")
def doctor(as_json: bool) -> None:
    """Say of each part of this gateway whether it works, and what to do; exit 1 if one does not."""
    from hashtagspace.doctor.examine import examine_environment  # noqa: PLC0415 - not needed to serve
    from hashtagspace.doctor.finding import is_healthy, render_json, render_lines  # noqa: PLC0415

    findings = examine_environment(os.environ)
    click.echo(render_json(findings) if as_json else render_lines(findings))
    sys.exit(0 if is_healthy(findings) else 1)


def _share_metrics(folder: Path) -> None:
    """Worker processes count in files of this folder, so that any of them can tell for all."""
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    os.environ["PROMETHEUS_MULTIPROC_DIR"] = str(folder)


def _read_settings() -> Settings:
    settings = Settings.from_environment(os.environ)
    configure_logging(settings.log_format)
    return settings


def _run_until_stopped(run: Callable[[Settings, threading.Event], None]) -> None:
    """`run` works until SIGTERM or SIGINT; what it cannot do without is told in one sentence, exit 1."""
    stop = threading.Event()

    def ask_to_stop(_number: int, _frame: FrameType | None) -> None:
        stop.set()

    signal.signal(signal.SIGTERM, ask_to_stop)
    signal.signal(signal.SIGINT, ask_to_stop)
    with one_sentence():
        run(_read_settings(), stop)
