from dataclasses import FrozenInstanceError
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hashtagspace import config
from hashtagspace.config import Settings, safe_url
from hashtagspace.environment import PREFIX, VARIABLES, EnvironmentReader
from hashtagspace.errors import ConfigError


@pytest.fixture
def environ(tmp_path: Path) -> dict[str, str]:
    deployment = tmp_path / "31337.json"
    deployment.write_text("{}")
    return {
        "HASHTAGSPACE_RPC_URL": "http://127.0.0.1:8545",
        "HASHTAGSPACE_DEPLOYMENT": str(deployment),
        "PATH": "/bin",
    }


def complaints(environ: dict[str, str], **changed: str) -> list[str]:
    with pytest.raises(ConfigError) as caught:
        Settings.from_environment(environ | {PREFIX + k: v for k, v in changed.items()})
    return caught.value.detail.split("\n")


def test_an_empty_environment_names_every_required_variable():
    sentences = complaints({})
    assert [s.split(" ")[0] for s in sentences] == ["HASHTAGSPACE_RPC_URL", "HASHTAGSPACE_DEPLOYMENT"]
    assert all("is not set: give it the" in s for s in sentences)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("RPC_URL", "127.0.0.1:8545"),
        ("RPC_URL", "ftp://chain"),
        ("RPC_URL", "http://host:99999"),
        ("RPC_URL", "http://[::1"),
        ("DEPLOYMENT", "/nowhere/1.json"),
        ("DATABASE_URL", "mysql://x/y"),
        ("OUTBOX_URL", "sqlite:relative"),
        ("CONTENT_STORE", "embedded"),
        ("CONTENT_STORE", "embedded:"),
        ("CONTENT_STORE", "kubo:localhost"),
        ("CONTENT_STORE", "s3:bucket"),
        ("RELAY_KEY_FILE", "/nowhere/key"),
        ("LISTEN", "8000"),
        ("LISTEN", "localhost:http"),
        ("LISTEN", "localhost:70000"),
        ("PUBLIC_URL", "example.org"),
        ("WEB_DIR", "/nowhere/dist"),
        ("STAMP_BITS", "41"),
        ("STAMP_BITS", "-1"),
        ("STAMP_BITS", "٣"),
        ("BATCH_SECONDS", "0"),
        ("BATCH_SECONDS", "nan"),
        ("BATCH_SECONDS", "soon"),
        ("BATCH_COUNT", "7001"),
        ("CALLS_PER_DAY", "many"),
        ("TRUSTED_PROXIES", "11"),
        ("LOG_FORMAT", "xml"),
        ("DEV", "yes"),
    ],
)
def test_a_bad_value_is_one_sentence_that_names_the_variable_and_what_to_do(environ, name, value):
    (sentence,) = complaints(environ, **{name: value})
    assert sentence.startswith(f"{PREFIX}{name} ")
    assert sentence.endswith((".", "?"))
    assert "give" in sentence or "create" in sentence


def test_a_misspelt_variable_is_told_with_the_likely_one(environ):
    assert complaints(environ, RPCURL="http://x") == [
        "HASHTAGSPACE_RPCURL is not a setting: did you mean HASHTAGSPACE_RPC_URL?"
    ]
    assert complaints(environ, ZZZZ="1") == ["HASHTAGSPACE_ZZZZ is not a setting: remove it."]


def test_a_password_file_without_a_keystore_is_told(environ, tmp_path):
    (tmp_path / "password").write_text("x")
    (sentence,) = complaints(environ, RELAY_PASSWORD_FILE=str(tmp_path / "password"))
    assert "set HASHTAGSPACE_RELAY_KEY_FILE too" in sentence


def test_every_bad_variable_is_told_at_once(environ):
    assert len(complaints(environ, DEV="2", LOG_FORMAT="xml", LISTEN="x")) == 3


def test_a_complaint_never_repeats_a_url(environ):
    sentences = complaints(environ, DATABASE_URL="mysql://me:hunter2@db/x", PUBLIC_RPC_URL="me:hunter2@rpc")
    assert "hunter2" not in "".join(sentences)


def test_defaults_live_in_the_data_folder(environ, tmp_path):
    settings = Settings.from_environment(environ | {"HASHTAGSPACE_DATA_DIR": str(tmp_path / "d")})
    assert settings.database_url == f"sqlite:///{tmp_path}/d/projection.sqlite3"
    assert settings.outbox_url == f"sqlite:///{tmp_path}/d/outbox.sqlite3"
    assert settings.content_store.target == f"{tmp_path}/d/content"
    assert (settings.listen_host, settings.listen_port) == ("127.0.0.1", 8000)
    assert settings.public_url == "http://127.0.0.1:8000"
    assert settings.relay_key_file is None


def test_an_address_that_listens_everywhere_is_shown_as_the_local_one(environ):
    settings = Settings.from_environment(environ | {"HASHTAGSPACE_LISTEN": "[::]:9000"})
    assert (settings.listen_host, settings.public_url) == ("::", "http://127.0.0.1:9000")


def test_settings_are_frozen_and_their_repr_holds_no_credentials(environ):
    secret = {
        "HASHTAGSPACE_RPC_URL": "https://user:s3cret@rpc.example/v3/s3cret?key=s3cret",
        "HASHTAGSPACE_DATABASE_URL": "postgresql://me:s3cret@db:5432/x",
        "HASHTAGSPACE_OUTBOX_URL": "postgresql://me:s3cret@db/x",
        "HASHTAGSPACE_CONTENT_STORE": "kubo:http://me:s3cret@127.0.0.1:5001",
        "HASHTAGSPACE_PUBLIC_RPC_URL": "https://rpc.example/s3cret",
        "HASHTAGSPACE_EXPLORER_URL": "https://me:s3cret@scan.example",
    }
    settings = Settings.from_environment(environ | secret)
    assert "s3cret" not in repr(settings)
    assert "rpc_url='https://rpc.example/…'" in repr(settings)
    assert "s3cret" in settings.rpc_url
    with pytest.raises(FrozenInstanceError):
        settings.dev = True


def test_every_documented_variable_is_read(environ):
    class Watched(dict):
        asked: set[str] = set()  # noqa: RUF012

        def get(self, key, default=None):
            self.asked.add(key)
            return super().get(key, default)

    reader = EnvironmentReader(environ)
    reader._values = Watched(reader._values)
    config._read_settings(reader)
    assert Watched.asked == set(VARIABLES)


@given(st.text(max_size=60))
def test_safe_url_never_raises_and_drops_what_stands_before_an_at_sign(text):
    assert "hunter2" not in safe_url(
        f"https://a:hunter2@{text}" if text.isascii() and text.isalnum() else text
    )


@given(st.dictionaries(st.sampled_from(sorted(VARIABLES)), st.text(max_size=20), max_size=6))
def test_any_values_beside_a_wrong_one_give_one_typed_error(values):
    with pytest.raises(ConfigError, match=PREFIX):
        Settings.from_environment({"HASHTAGSPACE_NO": "1"} | {PREFIX + k: v for k, v in values.items()})
