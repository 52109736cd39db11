"""How a command ends: an error raised on purpose in one sentence on stderr, never a trace."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager

import click

from hashtagspace.errors import HashtagspaceError
from hashtagspace.log import scrub_text


@contextmanager
def one_sentence() -> Iterator[None]:
    """An error raised on purpose ends the command with its sentence and status 1, without a trace."""
    try:
        yield
    except HashtagspaceError as error:
        click.echo(scrub_text(error.detail), err=True)
        sys.exit(1)
