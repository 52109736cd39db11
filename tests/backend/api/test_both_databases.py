"""The gateway gives the same answers from PostgreSQL as from SQLite, byte for byte."""

from pathlib import Path

import pytest
from projected_world import World

from hashtagspace.api.app import create_app


def paths_of(town) -> list[str]:
    """One of every reading route, viewers and cursors included."""
    viewer, post = town.bob.profile, f"0x{town.hello.hex()}"
    profile = f"/v1/profiles/{town.ann.profile}"
    return [
        f"{profile}?viewer={viewer}", "/v1/profiles/@ann", "/v1/profiles?prefix=a",
        f"/v1/profiles?custody=0x{town.ann.wallet.address.hex()}",
        f"{profile}/posts", f"{profile}/posts?replies=true&limit=2", f"{profile}/keys",
        f"{profile}/followers?limit=1", f"/v1/profiles/{viewer}/following",
        f"/v1/posts/{post}?viewer={viewer}", f"/v1/posts/{post}/thread", f"/v1/posts/{post}/proof",
        f"/v1/posts/0x{town.published.hex()}/proof", f"/v1/posts/0x{town.edited.hex()}/proof",
        "/v1/feeds/explore?limit=2", f"/v1/feeds/home?profile={viewer}",
        f"/v1/feeds/home?profile={town.eve.profile}&limit=2", "/v1/spaces",
        f"/v1/spaces/space?viewer={viewer}", "/v1/spaces/world/posts",
    ]  # fmt: skip


@pytest.mark.postgres
def test_the_same_pages(tmp_path: Path, postgres_url: str, open_town):
    answers = []
    for name, url in (("sqlite", None), ("postgres", postgres_url)):
        folder = tmp_path / name
        folder.mkdir()
        with open_town(World.create(folder, url), url) as (town, services):
            client = create_app(services).test_client()
            pages = {path: client.get(path) for path in paths_of(town)}
            for path, page in list(pages.items()):
                if page.json.get("nextCursor"):
                    following = f"{path}&cursor={page.json['nextCursor']}"
                    pages[following] = client.get(following)
            answers.append({path: page.data for path, page in pages.items()})
            assert {page.status_code for page in pages.values()} == {200}
    assert answers[0] == answers[1]
    assert len(answers[0]) > 20


@pytest.mark.postgres
def test_a_commit_is_seen_in_postgresql_too(tmp_path: Path, postgres_url: str, open_town):
    with open_town(World.create(tmp_path, postgres_url), postgres_url) as (town, services):
        client = create_app(services).test_client()
        before = services.reader.revision()
        assert client.get(f"/v1/posts/0x{town.hello.hex()}").status_code == 200
        reply = town.world.post(town.eve, "one more")
        town.world.anchor()
        services.reader._watch._asked_at = float("-inf")
        assert services.reader.revision() > before
        assert client.get(f"/v1/posts/0x{reply.hex()}").status_code == 200
