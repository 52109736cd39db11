// Draws the app's icons from one description: SVG for browsers, PNG for home screens. Run by hand, output is committed.
import { mkdirSync, writeFileSync } from 'node:fs'
import { deflateSync } from 'node:zlib'

const ink = [22, 23, 26]
const lime = [210, 243, 76]
const paper = [247, 246, 241]
const strokes = [
  [11.6, 3.5, 8.9, 28.5],
  [23.1, 3.5, 20.4, 28.5],
  [4.2, 10.6, 29.2, 10.6],
  [2.8, 21.4, 27.8, 21.4],
]
const stroke = 3.4

const svg = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="-6 -6 44 44"><rect x="-6" y="-6" width="44" height="44" rx="10" fill="#16171a"/><rect x="10.5" y="10.5" width="11" height="11" rx="1.5" fill="#d2f34c"/><path d="${strokes.map(([x1, y1, x2, y2]) => `M${x1} ${y1} ${x2} ${y2}`).join('')}" stroke="#f7f6f1" stroke-width="${stroke}" stroke-linecap="round"/></svg>\n`

/** Distance from a point to a line segment. */
function distance(x, y, [x1, y1, x2, y2]) {
  const [dx, dy] = [x2 - x1, y2 - y1]
  const t = Math.max(0, Math.min(1, ((x - x1) * dx + (y - y1) * dy) / (dx * dx + dy * dy)))
  return Math.hypot(x - x1 - t * dx, y - y1 - t * dy)
}

function colourAt(x, y) {
  if (strokes.some((line) => distance(x, y, line) <= stroke / 2)) return paper
  return x >= 10.5 && x <= 21.5 && y >= 10.5 && y <= 21.5 ? lime : ink
}

/** A square PNG, full bleed (safe for maskable icons), four samples a pixel each way. */
function png(size) {
  const rows = []
  for (let row = 0; row < size; row += 1) {
    const line = Buffer.alloc(1 + size * 3)
    for (let column = 0; column < size; column += 1) {
      const sum = [0, 0, 0]
      for (let sample = 0; sample < 16; sample += 1) {
        const x = ((column + ((sample % 4) + 0.5) / 4) / size) * 52 - 10
        const y = ((row + (Math.floor(sample / 4) + 0.5) / 4) / size) * 52 - 10
        colourAt(x, y).forEach((value, channel) => (sum[channel] = (sum[channel] ?? 0) + value))
      }
      sum.forEach((value, channel) => (line[1 + column * 3 + channel] = Math.round(value / 16)))
    }
    rows.push(line)
  }
  const header = Buffer.alloc(13)
  header.writeUInt32BE(size, 0)
  header.writeUInt32BE(size, 4)
  header.set([8, 2, 0, 0, 0], 8)
  const signature = Buffer.from([137, 80, 78, 71, 13, 10, 26, 10])
  return Buffer.concat([
    signature,
    chunk('IHDR', header),
    chunk('IDAT', deflateSync(Buffer.concat(rows), { level: 9 })),
    chunk('IEND', Buffer.alloc(0)),
  ])
}

function chunk(type, data) {
  const body = Buffer.concat([Buffer.from(type), data])
  const out = Buffer.alloc(body.length + 8)
  out.writeUInt32BE(data.length, 0)
  body.copy(out, 4)
  out.writeUInt32BE(crc(body), body.length + 4)
  return out
}

function crc(bytes) {
  let value = ~0
  for (const byte of bytes) {
    value ^= byte
    for (let bit = 0; bit < 8; bit += 1) value = value & 1 ? (value >>> 1) ^ 0xedb88320 : value >>> 1
  }
  return ~value >>> 0
}

const folder = new URL('../public/icons/', import.meta.url)
mkdirSync(folder, { recursive: true })
writeFileSync(new URL('icon.svg', folder), svg)
for (const size of [192, 512]) writeFileSync(new URL(`icon-${size}.png`, folder), png(size))
