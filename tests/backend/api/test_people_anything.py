"""People on any network, on both databases, and under any question."""

import json
import re
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask.testing import FlaskClient
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from people_pages import UNLIMITED, live_through, personhood, refused
from people_village import Village
from projected_world import World

from hashtagspace.api.app import create_app
from hashtagspace.api.openapi import build_document
from hashtagspace.api.schemas.problem import Problem
from hashtagspace.domain.kinds import Kind


def test_a_network_without_people(bare_client: FlaskClient) -> None:
    assert bare_client.get("/v1/config").json["people"] is None
    assert bare_client.get("/v1/people/epochs").json == {"items": []}
    assert bare_client.get("/v1/people/cases").json == {"items": [], "nextCursor": None}
    for path in ("/v1/people/epochs/1", "/v1/people/epochs/1/neighbourhood?profile=1", "/v1/rewards/1"):
        assert refused(bare_client, path, 404) == "people.epoch_unknown"
    assert refused(bare_client, "/v1/profiles/1/personhood", 404) == "profile.unknown"
    assert refused(bare_client, "/v1/profiles/1/tips", 404) == "profile.unknown"


def test_nobody_has_a_level_there(tmp_path: Path, open_gateway) -> None:
    world = World.create(tmp_path)
    ann = world.person("ann").profile
    with open_gateway(world) as services:
        told = personhood(create_app(services, UNLIMITED).test_client(), ann)
    world.projection.close()
    assert (told["level"], told["epochNow"], told["missing"], told["appeal"]) == (0, None, [], None)
    assert told["sentence"].startswith("Nobody has a level on this network")


@pytest.mark.parametrize(
    ("path", "code"),
    [
        ("/v1/people/epochs/0", "people.epoch_malformed"),
        ("/v1/people/epochs/-1", "people.epoch_malformed"),
        ("/v1/people/epochs/4294967296", "people.epoch_malformed"),
        ("/v1/people/epochs/x", "people.epoch_malformed"),
        ("/v1/people/epochs/1/neighbourhood?profile=0", "profile.id_malformed"),
        ("/v1/people/epochs/1/neighbourhood", "parameter.missing"),
        ("/v1/people/cases?state=open", "people.state_unknown"),
        ("/v1/people/cases?profile=ann", "profile.id_malformed"),
        ("/v1/people/cases?cursor=AQ", "cursor.malformed"),
        ("/v1/profiles/ann/personhood", "profile.id_malformed"),
        ("/v1/profiles/1/tips?limit=0", "limit.malformed"),
        ("/v1/rewards/1e3", "people.epoch_malformed"),
    ],
)
def test_what_cannot_be_asked(bare_client: FlaskClient, path: str, code: str) -> None:
    found = refused(bare_client, path, 400)
    assert found == code


READS = [
    (path, item["get"])
    for path, item in build_document()["paths"].items()
    if "get" in item and ("people" in path or "personhood" in path or "tips" in path or "rewards" in path)
]
QUIET = settings(suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
values = st.one_of(
    st.sampled_from(["1", "0", "3", "99", "-1", "asked", "decided", "9" * 19, "4294967295", "x"]),
    st.integers(0, 2**70).map(str),
    st.from_regex(r"AQ[A-Za-z0-9_-]{8,70}", fullmatch=True),
)


@pytest.fixture(scope="module")
def full_client(tmp_path_factory, open_gateway_for_module) -> Iterator[FlaskClient]:
    """A gateway over a village where something of everything happened."""
    village = Village.create(tmp_path_factory.mktemp("full"))
    live_through(village)
    with open_gateway_for_module(village.world) as services:
        yield create_app(services, UNLIMITED).test_client()
    village.world.projection.close()


@pytest.mark.postgres
def test_the_same_pages_in_postgresql(tmp_path: Path, postgres_url: str, open_gateway) -> None:
    answers = []
    for name, url in (("sqlite", None), ("postgres", postgres_url)):
        folder = tmp_path / name
        folder.mkdir()
        village = Village.create(folder, url)
        ann, bob = live_through(village)
        asked = village.world.post(village.person("eve"), "#well")
        village.world.anchor()
        village.world.post(village.person("fay"), "known?", Kind.REPLY, asked)
        village.world.anchor()
        paths = [
            f"/v1/profiles/{ann}/personhood", f"/v1/profiles/{bob}/personhood", f"/v1/profiles/{ann}",
            "/v1/people/epochs", "/v1/people/epochs/3", f"/v1/people/epochs/3/neighbourhood?profile={bob}",
            "/v1/people/cases", f"/v1/people/cases?juror={ann}&state=decided", f"/v1/profiles/{ann}/tips",
            f"/v1/profiles/{ann}/tips?limit=1", "/v1/rewards/3", f"/v1/posts/0x{asked.hex()}/thread",
            f"/v1/posts/0x{asked.hex()}/thread?viewer={ann}", "/v1/spaces",
        ]  # fmt: skip
        with open_gateway(village.world, url) as services:
            client = create_app(services, UNLIMITED).test_client()
            time.sleep(0.06)
            pages = {path: client.get(path) for path in paths}
        village.world.projection.close()
        assert {path: page.text for path, page in pages.items() if page.status_code != 200} == {}
        answers.append({path: page.data for path, page in pages.items()})
    assert answers[0] == answers[1]


@pytest.mark.parametrize(("path", "operation"), READS, ids=[path for path, _ in READS])
@QUIET
@given(data=st.data())
def test_any_question_is_answered(full_client, path, operation, data) -> None:
    filled = re.sub(r"{\w+}", lambda _: data.draw(values), path)
    names = [one["name"] for one in operation.get("parameters", ()) if one["in"] == "query"]
    chosen = data.draw(st.lists(st.tuples(st.sampled_from([*names, "other"]), values), max_size=3))
    answer = full_client.get(f"{filled}?" + "&".join(f"{name}={value}" for name, value in chosen))
    assert answer.status_code < 500, answer.text
    if answer.status_code >= 400:
        Problem.model_validate_json(answer.data, strict=True)
    else:
        assert json.loads(answer.data) is not None
