"""Health: which part is how, in sentences that give nothing away."""

from dataclasses import replace

import pytest
from fakes import MemoryContentStore

from hashtagspace.api.app import create_app
from hashtagspace.api.health import HealthChecks
from hashtagspace.api.metrics import Metrics
from hashtagspace.errors import ChainUnavailable


def parts_of(services, now: float | None = None) -> dict[str, tuple[str, str]]:
    clock = {} if now is None else {"clock": lambda: now}
    return {part.name: (part.state, part.detail) for part in HealthChecks(services, Metrics(), **clock).run()}


def test_a_gateway_whose_parts_work_is_ok(services, town):
    parts = parts_of(services, now=town.world.now())
    assert {parts[name][0] for name in ("chain", "indexer", "store", "content", "disk")} == {"ok"}


def test_a_silent_indexer_is_degraded(services, town):
    state, detail = parts_of(services, now=town.world.now() + 3600)["indexer"]
    assert state == "degraded"
    assert "silent" in detail


def test_an_indexer_far_behind_is_degraded(services, town):
    world = town.world
    world.projector.finalise(world.number, world.number + 500)
    assert "500 behind" in parts_of(services, now=world.now())["indexer"][1]


def test_what_is_down_is_said_without_telling_where(services):
    def refuse() -> int:
        raise ChainUnavailable("http://user:secret@10.0.0.1/key refused")

    store = MemoryContentStore()
    store.is_down = True
    broken = replace(services, content=store, read_head=refuse)
    response = create_app(broken).test_client().get("/v1/health")
    assert response.status_code == 503
    assert response.json["state"] == "down"
    states = {part["name"]: part["state"] for part in response.json["parts"]}
    assert (states["chain"], states["content"], states["store"]) == ("down", "down", "ok")
    assert "secret" not in response.text
    assert "10.0.0.1" not in response.text


def test_a_database_without_tables_is_down_and_the_rest_is_told(services, world):
    with world.engine.begin() as connection:
        connection.exec_driver_sql("DROP TABLE checkpoint")
    parts = parts_of(services)
    assert parts["store"][0] == parts["indexer"][0] == "down"
    assert parts["content"][0] == "ok"


@pytest.mark.usefixtures("town")
def test_metrics_count_by_template_and_never_by_address(client, town):
    client.get(f"/v1/posts/0x{town.hello.hex()}")
    client.get("/v1/posts/zz")
    client.open("/v1/config", method="BREW")
    text = client.get("/metrics").text
    assert 'rule="/v1/posts/<postId>",status="200"' in text
    assert 'rule="/v1/posts/<postId>",status="400"' in text
    assert 'method="other"' in text
    assert "BREW" not in text
    assert town.hello.hex() not in text
    assert 'hashtagspace_state{name="indexed_block"}' in text
    assert "hashtagspace_request_seconds_bucket" in text
