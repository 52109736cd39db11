"""The command line `hashtagspace`."""

import click


@click.group()
@click.version_option(package_name="hashtagspace")
def main() -> None:
    """Run and operate a #hashtagspace gateway."""
