"""Pictures for the demo world, painted by arithmetic: hills in fog under a large sun, as PNG bytes."""

import math
import random
import struct
import zlib
from dataclasses import dataclass
from typing import Final

WIDTH: Final = 720
HEIGHT: Final = 450
LAYERS: Final = 5

Colour = tuple[int, int, int]
PALETTES: Final[tuple[tuple[Colour, Colour, Colour], ...]] = (
    ((244, 214, 196), (233, 128, 98), (38, 34, 58)),
    ((214, 226, 234), (126, 158, 180), (24, 44, 58)),
    ((250, 232, 176), (226, 160, 74), (62, 38, 46)),
    ((196, 206, 240), (104, 98, 170), (22, 20, 44)),
    ((220, 236, 214), (120, 160, 124), (24, 50, 44)),
)
"""Sky, sun and the nearest hill."""


@dataclass(frozen=True, slots=True)
class Scene:
    """What stands where: `ridges[layer][x]` is the height of a hill, the nearest layer comes last."""

    ridges: list[list[int]]
    colours: list[Colour]
    sun: Colour
    centre: tuple[int, int]
    radius: int


def paint_hills(seed: int) -> bytes:
    """A PNG of 720 × 450 pixels; the same `seed` gives the same bytes."""
    rng = random.Random(seed)  # noqa: S311 - a picture, not a secret
    sky, sun, near = PALETTES[seed % len(PALETTES)]
    scene = Scene(
        ridges=[_build_ridge(rng, layer) for layer in range(LAYERS)],
        colours=[_mix(sky, near, (layer + 1) / LAYERS) for layer in range(LAYERS)],
        sun=sun,
        centre=(rng.randint(160, WIDTH - 160), rng.randint(90, 190)),
        radius=rng.randint(46, 84),
    )
    rows = bytearray()
    for y in range(HEIGHT):
        rows.append(0)
        background = _mix(sky, (255, 255, 255), 0.5 * y / HEIGHT)
        for x in range(WIDTH):
            rows += bytes(_pick_colour(scene, x, y, background))
    return _encode_png(bytes(rows))


def _build_ridge(rng: random.Random, layer: int) -> list[int]:
    base = HEIGHT * (0.42 + 0.13 * layer)
    waves = [(rng.uniform(0.004, 0.02), rng.uniform(0, 6.3), rng.uniform(6, 34)) for _ in range(4)]
    return [int(base + sum(a * math.sin(f * x + p) for f, p, a in waves)) for x in range(WIDTH)]


def _pick_colour(scene: Scene, x: int, y: int, background: Colour) -> Colour:
    for layer in range(LAYERS - 1, -1, -1):
        depth = y - scene.ridges[layer][x]
        if depth >= 0:
            return _mix(scene.colours[layer], background, max(0.0, 0.55 - depth / 160))
    if (x - scene.centre[0]) ** 2 + (y - scene.centre[1]) ** 2 <= scene.radius**2:
        return scene.sun
    return background


def _mix(first: Colour, second: Colour, share: float) -> Colour:
    red, green, blue = (round(a + (b - a) * share) for a, b in zip(first, second, strict=True))
    return red, green, blue


def _encode_png(rows: bytes) -> bytes:
    """Source: PNG (W3C), eight bits, true colour, no interlace."""
    header = struct.pack(">IIBBBBB", WIDTH, HEIGHT, 8, 2, 0, 0, 0)
    chunks = ((b"IHDR", header), (b"IDAT", zlib.compress(rows, 9)), (b"IEND", b""))
    body = b"".join(
        struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))
        for name, data in chunks
    )
    return b"\x89PNG\r\n\x1a\n" + body
