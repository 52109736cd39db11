"""Which files are media: a name on the list, and bytes that begin as that kind begins."""

from collections.abc import Callable, Mapping
from typing import Final

from hashtagspace.domain.documents import MEDIA_MIMES
from hashtagspace.errors import InvalidInput


def _is_riff_webp(data: bytes) -> bool:
    return data[:4] == b"RIFF" and data[8:12] == b"WEBP"


def _has_brand(*brands: bytes) -> Callable[[bytes], bool]:
    """ISO base media: the size and `ftyp` box, the major or a compatible brand among `brands`."""

    def check(data: bytes) -> bool:
        size = int.from_bytes(data[:4], "big")
        found = [data[8:12], *(data[at : at + 4] for at in range(16, min(size, 256, len(data)), 4))]
        return data[4:8] == b"ftyp" and any(brand in brands for brand in found)

    return check


_MP4_BRANDS: Final = ("isom", "iso2", "iso4", "iso5", "iso6", "mp41", "mp42", "avc1", "M4V ", "dash")
_BEGINNINGS: Final[Mapping[str, Callable[[bytes], bool]]] = {
    "image/png": lambda data: data.startswith(b"\x89PNG\r\n\x1a\n"),
    "image/jpeg": lambda data: data.startswith(b"\xff\xd8\xff"),
    "image/gif": lambda data: data[:6] in (b"GIF87a", b"GIF89a"),
    "image/webp": _is_riff_webp,
    "image/avif": _has_brand(b"avif", b"avis"),
    "video/mp4": _has_brand(*(brand.encode() for brand in _MP4_BRANDS)),
    "video/webm": lambda data: data.startswith(b"\x1a\x45\xdf\xa3") and b"webm" in data[:64],
}


def verify_media_kind(mime: str, data: bytes) -> str:
    """The media type, when the bytes begin as it says; raises `media.type` or `media.bytes`."""
    if mime not in MEDIA_MIMES:
        raise InvalidInput(
            "Media are PNG, JPEG, WebP, GIF, AVIF, MP4 or WebM; set Content-Type to one of them.",
            code="media.type",
        )
    if not _BEGINNINGS[mime](data):
        raise InvalidInput(
            f"The bytes do not begin as {mime} does; send the file itself under its own type.",
            code="media.bytes",
        )
    return mime
