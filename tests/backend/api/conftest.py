"""A gateway over a world that was really projected."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

import pytest
from flask.testing import FlaskClient
from people_village import Village
from projected_world import Person, World
from sqlalchemy import Engine

from hashtagspace.api.app import create_app
from hashtagspace.api.rates import Rates
from hashtagspace.bootstrap import Services
from hashtagspace.config import ContentStoreSetting, Settings
from hashtagspace.depot.depot import Depot
from hashtagspace.depot.open import open_depot
from hashtagspace.domain.kinds import Kind
from hashtagspace.ipfs.free_space import FreeSpace
from hashtagspace.ipfs.store import ContentStore
from hashtagspace.relay.open import open_relay
from hashtagspace.store.engine import open_engine
from hashtagspace.store.reader import Reader

UNLIMITED = Rates(read=None, write=None, upload_bytes=None)


@dataclass
class Town:
    """Three people who write, answer, quote, repost, react and follow."""

    world: World
    ann: Person
    bob: Person
    eve: Person
    hello: bytes
    answer: bytes
    quote: bytes
    repost: bytes
    edited: bytes
    retracted: bytes
    published: bytes


@pytest.fixture
def world(tmp_path: Path) -> Iterator[World]:
    made = World.create(tmp_path)
    yield made
    made.projection.close()


@pytest.fixture
def town(world: World) -> Town:
    """The town, its last block not final."""
    return build_town(world)


def build_town(world: World) -> Town:
    """The same town in every world."""
    ann, bob, eve = world.person("ann", "Ann"), world.person("bob", "Bob"), world.person("eve")
    hello = world.post(ann, "Hello #World, this is <b>me</b>")
    edited = world.post(ann, "frist")
    retracted = world.post(bob, "oh no #regret")
    world.anchor()
    answer = world.post(bob, "Welcome #world", Kind.REPLY, hello)
    quote = world.post(eve, "Look at this #space", Kind.QUOTE, hello)
    repost = world.say(bob, Kind.REPOST, hello)
    world.post(ann, "first", Kind.EDIT, edited)
    world.say(bob, Kind.RETRACT, retracted)
    world.react(bob, hello, "🎉")
    world.react(eve, hello, "🎉")
    world.follow(eve, ann)
    world.follow(bob, ann)
    world.follow_tag(bob, "space")
    world.anchor()
    world.finalise()
    published = world.publish(ann, "straight to the chain")
    return Town(world, ann, bob, eve, hello, answer, quote, repost, edited, retracted, published)


@pytest.fixture
def services(world: World) -> Iterator[Services]:
    """Everything real; the node of the chain is one that does not answer."""
    with open_services(world) as opened:
        yield opened


@pytest.fixture(scope="package")
def bare_client(tmp_path_factory: pytest.TempPathFactory) -> Iterator[FlaskClient]:
    """A client of a gateway that knows nothing; for requests that change nothing."""
    world = World.create(tmp_path_factory.mktemp("bare"))
    with open_services(world) as opened:
        yield create_app(opened, UNLIMITED).test_client()
    world.projection.close()


@contextmanager
def open_services(world: World, url: str | None = None) -> Iterator[Services]:
    """The services of a gateway over the world's files."""
    settings = Settings(
        rpc_url="http://127.0.0.1:9",
        deployment_path=world.folder / "deployment.json",
        data_dir=world.folder,
        database_url=url or f"sqlite:///{world.folder / 'projection.sqlite3'}",
        outbox_url=f"sqlite:///{world.folder / 'outbox.sqlite3'}",
        content_store=ContentStoreSetting("embedded", str(world.folder / "content")),
        network_name="Test",
    )
    engine = open_engine(settings.database_url, read_only=True)
    relay = open_relay(settings, world.deployment, engine, world.store)
    depot = open_depot(settings, world.deployment, engine, world.store)
    reader = Reader(engine)
    room = FreeSpace((), 0)
    yield Services(
        settings,
        world.deployment,
        reader,
        world.store,
        room,
        relay,
        depot,
        lambda: world.number,
        lambda: None,
    )
    reader.close()
    depot.close()
    relay.close()
    engine.dispose()


@pytest.fixture
def over(services: Services) -> Iterator[Callable[[ContentStore], Services]]:
    """The same services over another content store."""
    opened: list[tuple[Depot, Engine]] = []

    def replaced(store: ContentStore) -> Services:
        engine = open_engine(services.settings.database_url, read_only=True)
        opened.append((open_depot(services.settings, services.deployment, engine, store), engine))
        return replace(services, content=store, depot=opened[-1][0])

    yield replaced
    for depot, engine in opened:
        depot.close()
        engine.dispose()


@pytest.fixture
def client(services: Services) -> FlaskClient:
    """A client without rate limits."""
    return create_app(services, UNLIMITED).test_client()


@pytest.fixture
def web_client(services: Services, tmp_path: Path) -> FlaskClient:
    """A client of a gateway that serves a small web app."""
    folder = tmp_path / "web"
    (folder / "assets").mkdir(parents=True)
    (folder / "index.html").write_text("<!doctype html><title>app</title>")
    (folder / "assets/main-1a2b.js").write_text("console.log(1);" * 200)
    (tmp_path / "secret.txt").write_text("not for you")
    (folder / "link.txt").symlink_to(tmp_path / "secret.txt")
    settings = replace(services.settings, web_dir=folder)
    return create_app(replace(services, settings=settings), UNLIMITED).test_client()


@pytest.fixture
def open_town():
    """Opens the town, with its services, in a world of the test's choice."""

    @contextmanager
    def opened(world: World, url: str | None) -> Iterator[tuple[Town, Services]]:
        town = build_town(world)
        with open_services(world, url) as services:
            yield town, services
        world.projection.close()

    return opened


@pytest.fixture
def open_gateway():
    """Opens the services over what has the folder, deployment, content store and height of a world."""
    return open_services


@pytest.fixture(scope="module")
def open_gateway_for_module():
    """As `open_gateway`, for fixtures of a whole module."""
    return open_services


@pytest.fixture
def village(tmp_path: Path) -> Iterator[Village]:
    made = Village.create(tmp_path)
    yield made
    made.world.projection.close()


@pytest.fixture
def village_client(village: Village) -> Iterator[FlaskClient]:
    with open_services(village.world) as services:
        yield create_app(services, UNLIMITED).test_client()
