"""The command line `hashtagspace`."""

from hashtagspace.cli.main import main

__all__ = ["main"]
