// @vitest-environment node
import golden from '../../../tests/vectors/unixfs.json'
import { sha256 } from '@noble/hashes/sha2'
import { describe, expect, it } from 'vitest'
import type { Media } from '../api/model.ts'
import { cidOfDigest } from '../domain/cidOfDigest.ts'
import { contentDigest } from '../domain/contentDigest.ts'
import { assembleFile } from './assembleFile.ts'
import { encodeCid } from './cidBytes.ts'
import { encodeFileNode } from './dagPb.ts'
import { fileCid } from './fileCid.ts'
import { loadMedia } from './loadMedia.ts'
import { readCar } from './readCar.ts'

interface Vectors {
  label: string
  files: { size: number; cid: string }[]
}
const vectors: Vectors = golden

/** 32-byte pieces sha256(label ‖ index), as the vectors' maker does. */
function contentOf(size: number): Uint8Array {
  const out = new Uint8Array(Math.ceil(size / 32) * 32)
  const label = new TextEncoder().encode(vectors.label)
  const input = new Uint8Array(label.length + 8)
  input.set(label)
  const view = new DataView(input.buffer)
  for (let index = 0; index * 32 < size; index += 1) {
    view.setUint32(label.length + 4, index)
    out.set(sha256(input), index * 32)
  }
  return out.subarray(0, size)
}

const chunk = 262_144
/** The blocks of a file of two levels, and its CID. */
function blocksOf(file: Uint8Array) {
  const blocks = new Map<string, Uint8Array>()
  const links = []
  for (let at = 0; at < file.length; at += chunk) {
    const part = file.subarray(at, at + chunk)
    const cid = cidOfDigest(contentDigest(part))
    blocks.set(cid, part)
    links.push({ cid: encodeCid(cid), treeSize: part.length, fileSize: part.length })
  }
  const root = encodeFileNode(links)
  const cid = cidOfDigest(contentDigest(root), 'dag-pb')
  blocks.set(cid, root)
  return { cid, blocks }
}
function varint(value: number): number[] {
  return value < 128 ? [value] : [(value % 128) | 128, ...varint(Math.floor(value / 128))]
}
function carOf(blocks: ReadonlyMap<string, Uint8Array>): Uint8Array<ArrayBuffer> {
  const header = [2, 0xa0, 0xa0]
  const sections = [...blocks].map(([cid, block]) => [
    ...varint(36 + block.length),
    ...encodeCid(cid),
    ...block,
  ])
  return Uint8Array.from([header, ...sections].flat())
}

describe('assembleFile refuses', () => {
  const file = contentOf(chunk + 10)
  it('a forged block', () => {
    const { cid, blocks } = blocksOf(file)
    const [first] = blocks.keys()
    blocks.set(first ?? '', contentOf(5))
    expect(() => assembleFile(cid, blocks, 1e7)).toThrow(
      expect.objectContaining({ code: 'content.mismatch' }),
    )
  })
  it('a missing block', () => {
    const { cid, blocks } = blocksOf(file)
    blocks.delete([...blocks.keys()][0] ?? '')
    expect(() => assembleFile(cid, blocks, 1e7)).toThrow(
      expect.objectContaining({ code: 'media.unverifiable' }),
    )
  })
  it('more bytes than allowed', () => {
    const { cid, blocks } = blocksOf(file)
    expect(() => assembleFile(cid, blocks, chunk)).toThrow(
      expect.objectContaining({ code: 'media.unverifiable' }),
    )
  })
  it.each([[[1]], [[5, 1, 2]], [[2, 0xa0, 0xa0, 3, 1, 2, 3]], [[0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff]]])(
    'the archive %j',
    (bytes) =>
      expect(() => readCar(Uint8Array.from(bytes))).toThrow(
        expect.objectContaining({ code: 'media.unverifiable' }),
      ),
  )
})

describe('loadMedia', () => {
  const png = Uint8Array.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 1, 2, 3])
  const cid = fileCid(png)
  const media = (change: Partial<Media> = {}): Media => ({
    cid,
    mime: 'image/png',
    alt: '',
    size: png.length,
    ...change,
  })
  const serving = (body: BodyInit) => ({
    getRaw: () => Promise.resolve(new Response(body)),
    getCar: () => Promise.resolve(new Response(body)),
  })
  it('shows nothing that is not what it says it is', () =>
    expect(loadMedia(serving(png), media({ mime: 'image/jpeg' }))).rejects.toMatchObject({
      code: 'media.unverifiable',
    }))
  it('shows no bytes but those of the address', () =>
    expect(loadMedia(serving('<svg onload=alert(1)>'), media())).rejects.toMatchObject({
      code: 'content.mismatch',
    }))
  it('shows no SVG, even when address and label agree', () => {
    const svg = new TextEncoder().encode('<svg xmlns="http://www.w3.org/2000/svg"/>')
    return expect(
      loadMedia(serving(svg), media({ cid: fileCid(svg), mime: 'image/svg+xml' })),
    ).rejects.toMatchObject({ code: 'media.unverifiable' })
  })
  it('gives the checked picture with its own type', async () => {
    const blob = await loadMedia(serving(png), media())
    expect([blob.type, new Uint8Array(await blob.arrayBuffer())]).toEqual(['image/png', png])
  })
  it('reads a larger file from an archive', async () => {
    const large = contentOf(chunk + 99)
    large.set(png)
    const { cid: root, blocks } = blocksOf(large)
    const blob = await loadMedia(serving(carOf(blocks)), media({ cid: root, size: large.length }))
    expect(new Uint8Array(await blob.arrayBuffer())).toEqual(large)
  })
})

describe('fileCid', () => {
  it.each(vectors.files.filter(({ size }) => size <= 1_100_000))(
    'gives $size bytes the address that Kubo gives them',
    ({ size, cid }) => expect(fileCid(contentOf(size))).toBe(cid),
  )
})

describe('a file of few small blocks that name each other again and again', () => {
  /** Levels of nodes, each with `width` links to the one below. */
  function pyramid(leaf: Uint8Array, levels: number, width: number) {
    const blocks = new Map<string, Uint8Array>()
    let cid = cidOfDigest(contentDigest(leaf))
    blocks.set(cid, leaf)
    for (let level = 0; level < levels; level += 1) {
      const link = { cid: encodeCid(cid), treeSize: leaf.length, fileSize: leaf.length }
      const node = encodeFileNode(Array.from({ length: width }, () => link))
      cid = cidOfDigest(contentDigest(node), 'dag-pb')
      blocks.set(cid, node)
    }
    return { cid, blocks }
  }
  it.each([
    ['empty leaves', new Uint8Array(), 8, 174],
    ['leaves of one byte', Uint8Array.of(1), 8, 174],
  ])('is refused before it hangs the page: %s', (_, leaf, levels, width) => {
    const { cid, blocks } = pyramid(leaf, levels, width)
    expect(() => assembleFile(cid, blocks, 10_000_000)).toThrow()
  })
  it('and an empty file is still a file', () => {
    const { cid, blocks } = pyramid(new Uint8Array(), 0, 0)
    expect(assembleFile(cid, blocks, 10)).toHaveLength(0)
  })
})
