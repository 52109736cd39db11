"""The content store that an operator chose."""

from pathlib import Path
from typing import assert_never

from hashtagspace.config import ContentStoreSetting
from hashtagspace.ipfs.embedded import EmbeddedBlockStore
from hashtagspace.ipfs.kubo import KuboStore
from hashtagspace.ipfs.store import ContentStore


def open_content_store(setting: ContentStoreSetting) -> ContentStore:
    """The store of `HASHTAGSPACE_CONTENT_STORE`; raises `ipfs.unavailable` or `config.invalid`.

    A Kubo daemon is not asked yet: `check` does that.
    """
    match setting.kind:
        case "embedded":
            return EmbeddedBlockStore(Path(setting.target))
        case "kubo":
            return KuboStore(setting.target)
        case _:
            assert_never(setting.kind)
