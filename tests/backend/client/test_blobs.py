"""Ciphertext through a gateway that may send anything."""

import json

import pytest
from hostile_gateway import hostile_gateway

from hashtagspace.client.blobs import Blobs, cid_of_blob
from hashtagspace.client.gateway import Gateway
from hashtagspace.domain.cid import DAG_PB, RAW, parse_cid
from hashtagspace.errors import HashtagspaceError
from hashtagspace.ipfs.car import encode_car
from hashtagspace.ipfs.file_writer import write_file
from hashtagspace.ipfs.store import cid_of_block

BIG = bytes(range(256)) * 3_000  # three chunks, hence an inner node


def archive_of(data):
    blocks = {}

    def put(block, codec):
        cid = cid_of_block(block, codec)
        blocks[cid] = block
        return cid

    root = write_file(data, put)
    return root, blocks


def reader(url):
    return Blobs(Gateway(url, sleep=lambda _: None))


def get(answer, cid, **options):
    with hostile_gateway(lambda *_: (200, answer)) as url:
        return reader(url).get(cid, **options)


@pytest.mark.parametrize("data", [b"", b"x", BIG], ids=["empty", "one block", "three blocks"])
def test_a_file_comes_back_whole(data):
    root, blocks = archive_of(data)
    assert parse_cid(root).codec == (DAG_PB if data is BIG else RAW)
    assert get(b"".join(encode_car([root], blocks.items())), root) == data
    assert cid_of_blob(data) == root


def test_bytes_of_another_cid_are_refused():
    root, blocks = archive_of(BIG)
    wrong = {cid: block[:-1] + b"!" for cid, block in blocks.items()}
    with pytest.raises(HashtagspaceError) as caught:
        get(b"".join(encode_car([root], wrong.items())), root)
    assert caught.value.exact_code == "ipfs.mismatch"


def test_a_missing_part_is_told():
    root, blocks = archive_of(BIG)
    with pytest.raises(HashtagspaceError) as caught:
        get(b"".join(encode_car([root], [(root, blocks[root])])), root)
    assert caught.value.exact_code == "ipfs.not_found"


def test_another_file_than_the_one_asked_for_is_told():
    other, blocks = archive_of(b"another file")
    root, _ = archive_of(b"the file")
    with pytest.raises(HashtagspaceError) as caught:
        get(b"".join(encode_car([other], blocks.items())), root)
    assert caught.value.exact_code == "ipfs.not_found"


@pytest.mark.parametrize("most_bytes", [1, len(BIG) - 1])
def test_more_bytes_than_allowed_are_not_read(most_bytes):
    root, blocks = archive_of(BIG)
    with pytest.raises(HashtagspaceError) as caught:
        get(b"".join(encode_car([root], blocks.items())), root, most_bytes=most_bytes)
    assert caught.value.exact_code in ("gateway.too_large", "ipfs.too_large")


def test_an_endless_answer_is_cut_short():
    with pytest.raises(HashtagspaceError) as caught:
        get(bytes(2_000_000), cid_of_blob(b"x"), most_bytes=1_000)
    assert caught.value.exact_code == "gateway.too_large"


@pytest.mark.parametrize("answer", [b"", b"\x00", b"<html>", b"\xff" * 200])
def test_rubbish_is_no_archive(answer):
    with pytest.raises(HashtagspaceError) as caught:
        get(answer, cid_of_blob(b"x"))
    assert caught.value.exact_code == "ipfs.car"


def test_what_is_no_cid_is_not_asked_for():
    with pytest.raises(HashtagspaceError) as caught:
        reader("http://127.0.0.1:9").get("../../etc/passwd")
    assert caught.value.exact_code.startswith("cid.")


def test_a_gateway_that_names_another_cid_for_what_it_was_given():
    answer = json.dumps({"cid": cid_of_blob(b"other"), "size": 4}).encode()
    with (
        hostile_gateway(lambda *_: (201, answer)) as url,
        pytest.raises(HashtagspaceError) as caught,
    ):
        reader(url).put(b"mine")
    assert caught.value.exact_code == "blob.mismatch"
