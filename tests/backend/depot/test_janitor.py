"""What goes and what stays: uploads that nothing names, envelopes of what is over, old responses."""

from dataclasses import replace

import pytest
from depot_world import CALLER, DepotWorld
from market_stall import digest
from sqlalchemy import select

from hashtagspace.domain.content import build_post, build_profile, content_digest
from hashtagspace.domain.documents import Media
from hashtagspace.domain.intent import Intent, encode_record
from hashtagspace.domain.kinds import ZERO_WORD, Kind
from hashtagspace.domain.market_states import DealState
from hashtagspace.errors import ContentUnavailable
from hashtagspace.store.depot_tables import upload_blocks, uploads
from hashtagspace.store.engine import write_lock
from hashtagspace.store.outbox_batches import NewBatch, insert_batch
from hashtagspace.store.outbox_calls import NewCall, insert_call
from hashtagspace.store.outbox_intents import NewIntent, insert_documents, insert_intents
from hashtagspace.store.read_feeds import END

DAY = 86_400
PNG = b"\x89PNG\r\n\x1a\n" + bytes(300_000)


def test_an_upload_that_nothing_names_goes_after_a_day(place: DepotWorld) -> None:
    blob, document = place.blob("orphan", size=700_000), place.depot.add_document(build_post("draft"))
    place.wait(DAY - 10)
    assert place.sweep().uploads == 0
    assert place.has(blob)
    place.wait(20)
    assert place.sweep().uploads == 2
    assert not place.has(blob)
    assert not place.has(document)
    with place.outbox.read() as connection:
        assert connection.execute(select(uploads)).all() == []
        assert connection.execute(select(upload_blocks)).all() == []


def test_uploading_it_again_is_a_new_day(place: DepotWorld) -> None:
    blob = place.blob("draft")
    place.wait(DAY - 10)
    assert place.blob("draft") == blob
    place.wait(20)
    assert place.sweep().uploads == 0
    assert place.has(blob)


def test_what_the_chain_names_stays(place: DepotWorld) -> None:
    picture = place.depot.add_file(PNG)
    avatar = place.depot.add_file(PNG + b"avatar")
    post = build_post("look", media=[show(picture)])
    profile = build_profile("Ann", "", avatar=show(avatar))
    documents = [place.depot.add_document(data) for data in (post, profile)]
    ann = place.person("ann")
    place.world.document(post)
    place.world.say(ann, Kind.POST, ZERO_WORD, content_digest(post))
    place.world.document(profile)
    place.world.say(ann, Kind.PROFILE, ZERO_WORD, content_digest(profile))
    place.world.anchor()
    terms = place.depot.add_document(b'{"type":"terms"}')
    place.stall.open(content_digest(b'{"type":"terms"}'))
    for _ in range(3):
        place.wait(2 * DAY)
        assert place.sweep().uploads == 0
    assert all(place.has(cid) for cid in (picture, avatar, terms, *documents))


def show(cid: str) -> Media:
    return Media(cid, "image/png", "", len(PNG))


def test_what_is_on_its_way_to_the_chain_stays(place: DepotWorld) -> None:
    texts = [build_post(f"number {n}") for n in range(5)]
    cids = [place.depot.add_document(text) for text in texts]
    digests = [content_digest(text) for text in texts]
    intent = Intent(7, Kind.POST, ZERO_WORD, digests[0], 1)
    network = place.outbox.network_id
    with place.outbox.write() as connection:
        new = NewIntent(digest("id"), 7, 1, encode_record(intent), b"s", b"w", 1)
        insert_intents(connection, network, [new])
        insert_documents(connection, network, {digests[1]: texts[1]})
        insert_batch(connection, network, NewBatch(digest("root"), digests[2], [digest("id")], 0, 0))
        insert_call(
            connection, network, NewCall(digest("call"), "registerFor", b"t", b"c", 1, content=digests[3])
        )
    place.wait(2 * DAY)
    assert place.sweep().uploads == 1
    assert [place.has(cid) for cid in cids] == [True, True, True, True, False]


def test_dropping_a_file_leaves_blocks_that_others_need(place: DepotWorld) -> None:
    """Somebody uploads the bytes of another's document or batch, hoping that they go with the upload."""
    ann = place.person("ann")
    post = build_post("the words of ann")
    place.world.document(post)
    place.world.say(ann, Kind.POST, ZERO_WORD, content_digest(post))
    place.world.anchor()
    batch = next(data for data in _blocks(place) if len(data) == 146)
    trap = place.depot.add_file(post)
    other = place.depot.add_file(batch)
    chunk = bytes(262_144)
    mine, theirs = place.depot.add_file(chunk + b"mine"), place.depot.add_file(chunk + b"theirs")
    keys = place.blob("keys")
    place.depot.keep_head(place.head(ann, 1, [keys, theirs]), CALLER)
    place.wait(2 * DAY)
    place.sweep()
    assert all(place.has(cid) for cid in (trap, other, theirs, keys))
    assert not place.has(mine)
    assert b"".join(place.world.store.read_file(theirs)) == chunk + b"theirs"


def _blocks(place: DepotWorld) -> list[bytes]:
    return [
        path.read_bytes() for path in (place.world.folder / "content" / "blocks").rglob("*") if path.is_file()
    ]


def test_an_envelope_waits_for_the_buyer(place: DepotWorld) -> None:
    ann, offer = place.person("ann"), place.offer()
    deal = place.respond(offer, ann)
    (row,) = place.depot.list_responses(offer, place.access(), END, 10)
    place.wait(5 * DAY)
    place.sweep()
    assert place.has(row.envelope)
    place.stall.accept(offer, ann)
    place.stall.deliver(deal)
    place.wait(5 * DAY)
    place.sweep()
    assert place.has(row.envelope)  # not final yet
    place.world.finalise()
    place.sweep()
    place.wait(30 * DAY - 10)
    place.sweep()
    assert place.has(row.envelope)
    place.wait(20)
    assert place.sweep().envelopes == 1
    place.wait(2 * DAY)
    place.sweep()
    assert not place.has(row.envelope)
    assert place.waiting(offer) == [deal]


def test_a_reorganisation_gives_the_envelope_its_time_back(place: DepotWorld) -> None:
    ann, offer = place.person("ann"), place.offer()
    deal = place.respond(offer, ann)
    place.stall.accept(offer, ann)
    place.stall.deliver(deal)
    place.world.finalise()
    place.sweep()
    place.world.projector.progress = replace(place.world.projector.progress, final_number=0)
    place.world.reorganise(1)
    place.wait(2 * DAY)
    place.sweep()
    place.wait(2 * DAY)
    assert place.sweep().envelopes == 0


def test_an_offer_that_ended_without_accepting(place: DepotWorld) -> None:
    ann, offer = place.person("ann"), place.offer()
    place.respond(offer, ann)
    (row,) = place.depot.list_responses(offer, place.access(), END, 10)
    place.stall.close(offer, 100)
    place.sweep()
    place.wait(29 * DAY)
    assert (place.sweep().responses, place.has(row.envelope)) == (0, True)
    place.wait(DAY + 10)
    assert place.sweep().responses == 1
    assert place.waiting(offer) == []
    assert not place.has(row.envelope)


@pytest.mark.parametrize("was_accepted", [True, False])
def test_a_withdrawal_takes_the_response_with_it(place: DepotWorld, was_accepted: bool) -> None:
    ann, offer = place.person("ann"), place.offer()
    place.respond(offer, ann)
    if was_accepted:
        place.stall.accept(offer, ann)
    stage = DealState.ACCEPTED if was_accepted else DealState.NONE
    place.stall.withdraw_consent(offer, ann, stage, 5 if was_accepted else 0)
    assert place.sweep().responses == 0  # it might be reorganised away
    place.world.finalise()
    assert place.sweep().responses == 1
    assert place.waiting(offer) == []


def test_envelopes_of_epochs_go_with_their_subscription(place: DepotWorld) -> None:
    ann = place.person("ann")
    deal = place.stall.accept(place.offer(epochs=2), ann)
    sent = place.epoch(deal, 0, ann.wallet)
    place.depot.keep_epoch_envelope(sent, CALLER)
    place.wait(3 * DAY)
    place.sweep()
    assert place.has(sent.envelope)
    place.stall.deliver_epoch(deal, 0)
    place.stall.move(deal, DealState.SETTLED, 5)
    place.world.finalise()
    place.sweep()
    place.wait(30 * DAY + 1)
    assert place.sweep().envelopes == 1
    place.wait(DAY + 1)
    place.sweep()
    assert not place.has(sent.envelope)
    assert place.depot.map_envelopes([deal]) == {}


def test_an_indexer_that_lags_stops_the_janitor(place: DepotWorld) -> None:
    blob = place.blob("orphan")
    place.wait(2 * DAY)
    with write_lock(place.world.engine) as connection:
        connection.exec_driver_sql("UPDATE checkpoint SET head_number = indexed_number + 51")
    assert place.sweep().uploads == 0
    with write_lock(place.world.engine) as connection:
        connection.exec_driver_sql("UPDATE checkpoint SET head_number = indexed_number")
    place.later[0] += 1000
    assert place.janitor.sweep().uploads == 0
    assert place.has(blob)
    assert place.sweep().uploads == 1


def test_a_store_that_fails_half_way_is_swept_again(place: DepotWorld, monkeypatch) -> None:
    blob = place.blob("orphan", size=600_000)
    place.wait(2 * DAY)
    store = type(place.world.store)
    delete, calls = store.delete_block, []

    def fail_at_second(self, cid):
        calls.append(cid)
        if len(calls) == 2:
            raise ContentUnavailable("the disk went away")
        delete(self, cid)

    monkeypatch.setattr(store, "delete_block", fail_at_second)
    with pytest.raises(ContentUnavailable):
        place.sweep()
    monkeypatch.undo()
    assert place.has(blob)
    assert place.sweep().uploads == 1
    assert not place.has(blob)
