import pytest

from hashtagspace.dev.pictures import HEIGHT, WIDTH, paint_hills
from hashtagspace.dev.world import load_world, parse_world
from hashtagspace.domain.hashtag import find_hashtags

PEOPLE = "@ada | Ada | Bridges | maps cycling\n@bo | Bo | Bread | cooking\n\n"


def test_the_shipped_world_is_as_lively_as_promised():
    world = load_world()
    spaces = {
        tag for talk in world.conversations for utterance in talk for tag in find_hashtags(utterance.text)
    }
    assert len(world.people) == 30
    assert world.post_count >= 200
    assert len(spaces) >= 10
    speakers = {utterance.handle for talk in world.conversations for utterance in talk}
    assert speakers == {person.handle for person in world.people}


@pytest.mark.parametrize(
    ("talk", "complaint"),
    [
        ("ada: hello\n    bo: two steps deeper", "line 5"),
        ("ada: hello\nbo: a second beginning", "line 5"),
        ("no colon here", "line 4"),
        ("eve: hello", "'eve'"),
        ("@eve | Eve | two bars", "line 4"),
    ],
)
def test_a_line_that_does_not_fit_is_named(talk, complaint):
    with pytest.raises(ValueError, match=complaint):
        parse_world(PEOPLE + talk)


def test_replies_quotes_reposts_and_pictures_are_told_apart():
    talk = "ada: look [picture: hills]\n  bo: nice\n    ada: thanks\n  bo: >> this #maps\n  bo: ^^\n"
    (conversation,) = parse_world(PEOPLE + talk).conversations
    assert [(u.kind, u.parent) for u in conversation] == [
        ("post", None),
        ("reply", 0),
        ("reply", 1),
        ("quote", 0),
        ("repost", 0),
    ]
    assert (conversation[0].text, conversation[0].picture) == ("look", "hills")
    assert conversation[3].text == "this #maps"
    assert conversation[4].text == ""


def test_a_picture_is_a_png_and_depends_on_its_seed_alone():
    first = paint_hills(7)
    assert first == paint_hills(7) != paint_hills(8)
    assert first.startswith(b"\x89PNG\r\n\x1a\n")
    assert first[16:24] == WIDTH.to_bytes(4, "big") + HEIGHT.to_bytes(4, "big")
