"""Every reading route over the projected town, each answer held to its published shape."""

import pytest
from pydantic import BaseModel

from hashtagspace.api.schemas.feed import Space, SpacePage
from hashtagspace.api.schemas.network import GatewayConfig, Health
from hashtagspace.api.schemas.post import Post, PostPage, Thread
from hashtagspace.api.schemas.profile import FollowerPage, FollowingPage, Profile, ProfileKeys, ProfileList
from hashtagspace.chain.wallet import Wallet
from hashtagspace.domain.kinds import Kind


def get(client, path: str, model: type[BaseModel]):
    """The JSON of a 200, which its model accepts with nothing left over."""
    response = client.get(path)
    assert response.status_code == 200, response.text
    model.model_validate_json(response.data, strict=True)
    return response.json


def ids(page) -> list[str]:
    return [item["postId"] for item in page["items"]]


def hexed(data: bytes) -> str:
    return "0x" + data.hex()


def test_config_names_the_network_and_nothing_secret(client, town):
    config = get(client, "/v1/config", GatewayConfig)
    assert config["network"]["chainId"] == 31337
    assert config["network"]["rpcUrl"] is None
    assert config["contracts"]["PostRegistry"] == hexed(town.world.deployment.post_registry)
    addresses = town.world.deployment.addresses
    for name, found in config["contracts"].items():
        assert found == (hexed(addresses[name]) if name in addresses else None)
    assert "127.0.0.1:9" not in str(config)


def test_health_tells_every_part(client):
    health = client.get("/v1/health")
    Health.model_validate_json(health.data, strict=True)
    assert {part["name"] for part in health.json["parts"]} == {
        "chain", "indexer", "store", "content", "relay", "disk",
    }  # fmt: skip


def test_a_profile_by_id_and_by_handle_is_the_same(client, town):
    by_id = get(client, f"/v1/profiles/{town.ann.profile}", Profile)
    assert by_id == get(client, "/v1/profiles/ann", Profile) == get(client, "/v1/profiles/@ann", Profile)
    assert by_id["name"] == "Ann"
    assert by_id["bio"] == "I am Ann."
    assert by_id["counts"] == {"posts": 3, "followers": 2, "following": 0}
    assert "viewer" not in by_id


def test_a_handle_of_digits_needs_its_sign(client, world):
    person = world.person("123456")
    assert client.get("/v1/profiles/123456").status_code == 404
    assert get(client, "/v1/profiles/@123456", Profile)["profileId"] == str(person.profile)


def test_the_viewer_sees_whom_it_follows(client, town):
    assert get(client, f"/v1/profiles/ann?viewer={town.eve.profile}", Profile)["viewer"] == {
        "following": True
    }
    assert get(client, f"/v1/profiles/eve?viewer={town.ann.profile}", Profile)["viewer"] == {
        "following": False
    }


def test_profiles_of_a_wallet_and_of_a_prefix(client, town):
    custody = hexed(town.bob.wallet.address)
    assert [p["handle"] for p in get(client, f"/v1/profiles?custody={custody}", ProfileList)["items"]] == [
        "bob"
    ]
    assert [p["handle"] for p in get(client, "/v1/profiles?prefix=an", ProfileList)["items"]] == ["ann"]
    assert get(client, "/v1/profiles?prefix=zz", ProfileList)["items"] == []


def test_posts_of_a_profile_leave_replies_out_unless_asked(client, town):
    path = f"/v1/profiles/{town.bob.profile}/posts"
    assert ids(get(client, path, PostPage)) == [hexed(town.repost)]
    assert ids(get(client, path + "?replies=true", PostPage)) == [hexed(town.repost), hexed(town.answer)]


def test_keys_tell_what_was_authorised_and_revoked(client, world):
    person, key = world.person("keys"), Wallet.create()
    world.authorise(person, key, kinds=1 << Kind.POST | 1 << Kind.REPLY)
    world.revoke(person, key)
    keys = get(client, f"/v1/profiles/{person.profile}/keys", ProfileKeys)
    assert keys["custodies"][0]["custody"] == hexed(person.wallet.address)
    assert keys["custodies"][0]["until"] is None
    (session,) = keys["sessionKeys"]
    assert session["kinds"] == [1, 2]
    assert session["voidFrom"] is not None


def test_followers_and_following(client, town):
    followers = get(client, f"/v1/profiles/{town.ann.profile}/followers", FollowerPage)
    assert [edge["profile"]["handle"] for edge in followers["items"]] == ["bob", "eve"]
    following = get(client, f"/v1/profiles/{town.bob.profile}/following", FollowingPage)
    assert [edge["profile"]["handle"] for edge in following["items"]] == ["ann"]
    assert [tag["tag"] for tag in following["tags"]] == ["space"]


def test_followers_page_by_page_are_all_of_them(client, world):
    star = world.person("star")
    fans = [world.person(f"fan{n}") for n in range(7)]
    for fan in fans:
        world.follow(fan, star)
    world.anchor()
    path, seen, cursor = f"/v1/profiles/{star.profile}/followers?limit=3", [], ""
    while cursor is not None:
        page = get(client, path + (f"&cursor={cursor}" if cursor else ""), FollowerPage)
        seen += [edge["profile"]["handle"] for edge in page["items"]]
        cursor = page["nextCursor"]
    assert seen == [fan.handle for fan in reversed(fans)]


def test_a_post_has_everything_a_page_shows(client, town):
    post = get(client, f"/v1/posts/{hexed(town.hello)}?viewer={town.bob.profile}", Post)
    assert post["document"]["text"] == "Hello #World, this is <b>me</b>"
    assert post["tags"] == ["world"]
    assert post["counts"] == {"replies": 1, "reposts": 1, "quotes": 1, "reactions": 2}
    assert post["reactions"] == [{"emoji": "🎉", "count": 2}]
    assert post["viewer"] == {"reactions": ["🎉"], "reposted": True}
    assert post["state"] == "final"
    assert post["earlierCustody"] is False


def test_an_edit_shows_the_new_text_and_says_so(client, town):
    post = get(client, f"/v1/posts/{hexed(town.edited)}", Post)
    assert (post["document"]["text"], post["edited"]) == ("first", True)


def test_a_retracted_post_keeps_its_facts_and_loses_its_text(client, town):
    post = get(client, f"/v1/posts/{hexed(town.retracted)}", Post)
    assert (post["retracted"], post["document"], post["tags"]) == (True, None, [])
    assert post["content"] is not None


def test_a_quote_and_a_repost_carry_what_they_point_to(client, town):
    for post_id in (town.quote, town.repost):
        post = get(client, f"/v1/posts/{hexed(post_id)}?viewer={town.eve.profile}", Post)
        assert post["target"]["postId"] == hexed(town.hello)
        assert post["target"]["target"] is None
        assert post["target"]["viewer"]["reactions"] == ["🎉"]


def test_content_that_nobody_has_is_said_to_be_unavailable(client, town):
    world = town.world
    post_id = world.say(town.ann, Kind.POST, digest=b"\x07" * 32)
    world.anchor()
    post = get(client, f"/v1/posts/{hexed(post_id)}", Post)
    assert (post["contentState"], post["document"]) == ("unavailable", None)


def test_a_thread_has_ancestors_and_replies_in_order(client, town):
    world = town.world
    deeper = world.post(town.ann, "thanks", Kind.REPLY, town.answer)
    deepest = world.post(town.eve, "you two", Kind.REPLY, deeper)
    world.anchor()
    thread = get(client, f"/v1/posts/{hexed(deeper)}/thread", Thread)
    assert [post["postId"] for post in thread["ancestors"]] == [hexed(town.hello), hexed(town.answer)]
    assert [post["postId"] for post in thread["replies"]] == [hexed(deepest)]
    assert thread["post"]["parent"]["author"]["handle"] == "bob"
    assert thread["post"]["rootId"] == hexed(town.hello)


def test_replies_page_by_page_are_oldest_first_and_complete(client, town):
    world = town.world
    replies = [world.post(town.eve, f"answer {n}", Kind.REPLY, town.quote) for n in range(5)]
    world.anchor()
    path, seen, cursor = f"/v1/posts/{hexed(town.quote)}/thread?limit=2", [], ""
    while cursor is not None:
        page = get(client, path + (f"&cursor={cursor}" if cursor else ""), Thread)
        seen += [post["postId"] for post in page["replies"]]
        cursor = page["nextCursor"]
    assert seen == [hexed(reply) for reply in replies]


def test_a_space_counts_and_lists_what_carries_its_tag(client, town):
    space = get(client, f"/v1/spaces/Space?viewer={town.bob.profile}", Space)
    assert (space["tag"], space["counts"], space["following"]) == (
        "space",
        {"posts": 1, "followers": 1},
        True,
    )
    assert ids(get(client, "/v1/spaces/%23WORLD/posts", PostPage)) == [hexed(town.answer), hexed(town.hello)]
    assert ids(get(client, "/v1/spaces/regret/posts", PostPage)) == []
    assert get(client, "/v1/spaces/nobody_used_it", Space)["counts"] == {"posts": 0, "followers": 0}


@pytest.mark.usefixtures("town")
def test_trending_goes_by_people(client):
    trends = get(client, "/v1/spaces", SpacePage)["items"]
    assert trends[0]["tag"] == "world"
    assert (trends[0]["recentPosts"], trends[0]["recentAuthors"]) == (2, 2)


@pytest.mark.parametrize("path", ["/v1/feeds/explore", "/v1/feeds/home?profile=1"])
def test_feeds_of_nothing_are_empty(client, path):
    assert get(client, path, PostPage) == {"items": [], "nextCursor": None}


def test_explore_pages_are_stable_while_the_head_grows(client, town):
    first = get(client, "/v1/feeds/explore?limit=2", PostPage)
    town.world.post(town.ann, "breaking news")
    town.world.anchor()
    second = get(client, f"/v1/feeds/explore?limit=2&cursor={first['nextCursor']}", PostPage)
    assert ids(first) + ids(second) == [
        hexed(post) for post in (town.published, town.quote, town.edited, town.hello)
    ]


def test_a_reorganised_post_is_gone_and_the_pages_know(client, town):
    assert client.get(f"/v1/posts/{hexed(town.published)}").status_code == 200
    town.world.reorganise(1)
    client.application.extensions["hashtagspace"].services.reader._watch._asked_at = float("-inf")
    assert client.get(f"/v1/posts/{hexed(town.published)}").status_code == 404
