import { describe, expect, it } from 'vitest'
import { bytesOfHex } from '../domain/bytesOfHex.ts'
import type { Hex } from '../domain/hex.ts'
import { hexOfBytes } from '../domain/hexOfBytes.ts'
import { codeOf, randomFrom, vectors } from '../domain/vectors.testing.ts'
import { mask } from './keystream.ts'
import { rowsOf, type Table } from './market.testing.ts'
import { chunkBytes, chunkCount, decodeRecord, encodeRecord } from './record.ts'
import {
  buildTreePath,
  buildTreeRoot,
  cipherLeaf,
  listCipherLeaves,
  listPlainLeaves,
  plainLeaf,
  rootOfPath,
} from './roots.ts'

interface Row {
  data: Hex
  key: Hex
  plain: Hex
  cipher: Hex
  ctRoot: Hex
  ptRoot: Hex
  index: number
  ctLeaf: Hex
  ptLeaf: Hex
  ctPath: Hex[]
  ptPath: Hex[]
}
interface Golden {
  lengths: Table<{ length: number; chunks: number }>
  tooLong: number
  records: Table<Row>
  refused: Table<{ name: string; plain: Hex; code: string }>
}

const golden = vectors<Golden>('market_record')
const word = new Uint8Array(32)

describe('what is refused', () => {
  it.each(rowsOf(golden.refused))('$name', ({ plain, code }) => {
    expect(codeOf(() => decodeRecord(bytesOfHex(plain)))).toBe(code)
  })

  it('a record too long, salts of another length', () => {
    expect(codeOf(() => chunkCount(golden.tooLong))).toBe('market.length')
    expect(codeOf(() => encodeRecord(word, new Uint8Array(31)))).toBe('market.words')
  })

  it('part of a word, a short key', () => {
    expect(codeOf(() => mask(new Uint8Array(33), word))).toBe('market.words')
    expect(codeOf(() => mask(word, new Uint8Array(31)))).toBe('market.words')
  })

  it('a tree that is not perfect', () => {
    for (const leaves of [[], [word, word, word], [new Uint8Array(31)]]) {
      expect(codeOf(() => buildTreeRoot(leaves))).toBe('market.words')
    }
    expect(codeOf(() => cipherLeaf(0, word))).toBe('market.words')
    expect(codeOf(() => listPlainLeaves(new Uint8Array(512)))).toBe('market.words')
  })

  it('a path that leads nowhere', () => {
    expect(codeOf(() => rootOfPath(word, 1, []))).toBe('market.path')
    expect(codeOf(() => rootOfPath(word, -1, [word]))).toBe('market.path')
    expect(codeOf(() => rootOfPath(word, 0.5, [word]))).toBe('market.path')
    expect(codeOf(() => rootOfPath(word, 0, [new Uint8Array(33)]))).toBe('market.path')
    expect(codeOf(() => rootOfPath(word, 0, new Array(21).fill(word)))).toBe('market.path')
    expect(codeOf(() => buildTreePath([word, word], 2))).toBe('market.path')
    expect(codeOf(() => buildTreePath([word, word], -1))).toBe('market.path')
  })
})

it.each(rowsOf(golden.lengths))('$length bytes are $chunks chunks', ({ length, chunks }) => {
  expect(chunkCount(length)).toBe(chunks)
})

it.each(rowsOf(golden.records).map((row) => [row.data.length / 2 - 1, row] as const))(
  'a record of %i bytes',
  (_, row) => {
    const [plain, cipher] = [bytesOfHex(row.plain), bytesOfHex(row.cipher)]
    const key = bytesOfHex(row.key)
    expect(hexOfBytes(decodeRecord(plain))).toBe(row.data)
    expect(hexOfBytes(mask(plain, key))).toBe(row.cipher)
    expect(hexOfBytes(mask(cipher, key))).toBe(row.plain)
    const [ctLeaves, ptLeaves] = [listCipherLeaves(cipher), listPlainLeaves(plain)]
    expect(hexOfBytes(buildTreeRoot(ctLeaves))).toBe(row.ctRoot)
    expect(hexOfBytes(buildTreeRoot(ptLeaves))).toBe(row.ptRoot)
    expect(buildTreePath(ctLeaves, row.index).map(hexOfBytes)).toEqual(row.ctPath)
    expect(buildTreePath(ptLeaves, row.index).map(hexOfBytes)).toEqual(row.ptPath)
    const path = row.ctPath.map((node) => bytesOfHex(node))
    expect(hexOfBytes(rootOfPath(bytesOfHex(row.ctLeaf), row.index, path))).toBe(row.ctRoot)
    const salts = Array.from({ length: plain.length / chunkBytes }, (_, j) =>
      row.plain.slice(2 + 512 * j, 2 + 512 * j + 64),
    )
    expect(hexOfBytes(encodeRecord(bytesOfHex(row.data), bytesOfHex(`0x${salts.join('')}`)))).toBe(row.plain)
  },
)

it('salts every chunk anew', () => {
  const [first, second] = [encodeRecord(new Uint8Array(500)), encodeRecord(new Uint8Array(500))]
  const salts = [first, second].flatMap((plain) =>
    [0, 1, 2, 3].map((j) => hexOfBytes(plain.slice(256 * j, 256 * j + 32))),
  )
  expect(new Set(salts).size).toBe(8)
  expect(decodeRecord(first)).toEqual(decodeRecord(second))
})

it('opens a chunk alone, and hides lengths within a class', () => {
  const random = randomFrom(7)
  const key = word.map(() => Math.floor(random() * 256))
  const plain = encodeRecord(new Uint8Array(892))
  const chunk = mask(plain, key).slice(512, 768)
  expect(mask(chunk, key, 16)).toEqual(plain.slice(512, 768))
  expect(encodeRecord(new Uint8Array(221)).length).toBe(plain.length)
})

it('binds every bit, the kind and the place of a chunk', () => {
  const plain = encodeRecord(new Uint8Array(300))
  const root = hexOfBytes(buildTreeRoot(listPlainLeaves(plain)))
  const random = randomFrom(11)
  for (let round = 0; round < 50; round++) {
    const changed = plain.slice()
    const at = Math.floor(random() * plain.length)
    changed[at] = (changed[at] ?? 0) ^ (1 << Math.floor(random() * 8))
    expect(hexOfBytes(buildTreeRoot(listPlainLeaves(changed)))).not.toBe(root)
  }
  const chunk = plain.slice(0, 256)
  const leaves = [cipherLeaf(0, chunk), plainLeaf(0, chunk), cipherLeaf(1, chunk)].map(hexOfBytes)
  expect(new Set(leaves).size).toBe(3)
})
