// @vitest-environment node
import { describe, expect, it } from 'vitest'
import { bytesOfHex } from '../domain/bytesOfHex.ts'
import type { Hex } from '../domain/hex.ts'
import { hexOfBytes } from '../domain/hexOfBytes.ts'
import { codeOf, randomFrom, rejectedCodeOf, vectors } from '../domain/vectors.testing.ts'
import {
  decodeContents,
  encodeContents,
  envelopeKeyPair,
  envelopeSeed,
  openEnvelope,
  sealEnvelope,
  subscriptionStart,
  type EnvelopeContents,
} from './envelope.ts'
import { keySchedule } from './hpke.ts'
import { rowsOf, type Table } from './market.testing.ts'
import { decapsulate, encapsulate } from './xWing.ts'

interface Sealed {
  seed: Hex
  deal: Hex
  epoch: number
  eseed: Hex
  selection: string
  receiptSalt: Hex
  record: Hex
  leaves: Hex[] | null
  blob: Hex
}
interface Golden {
  keys: Table<{ marketKey: Hex; offerSalt: Hex; seed: Hex; publicKey: Hex }>
  sealed: Sealed[]
  refused: Table<{ name: string; seed: Hex; deal: Hex; epoch: number; blob: Hex; code: string }>
  refusedPlaintexts: Table<{ name: string; plain: Hex; code: string }>
  refusedKeys: Table<{ name: string; publicKey: Hex; code: string }>
  published: Record<
    'suite' | 'info' | 'seed' | 'eseed' | 'shared' | 'key' | 'baseNonce' | 'publicKey' | 'sent',
    Hex
  >
}

const golden = vectors<Golden>('market_envelope')
const place = { deal: new Uint8Array(32).fill(7), epoch: 0 }
const small: EnvelopeContents = {
  selection: 's',
  receiptSalt: new Uint8Array(32),
  record: new Uint8Array(),
  leaves: null,
}

function contentsOf(row: Sealed): EnvelopeContents {
  const leaves = row.leaves?.map((leaf) => bytesOfHex(leaf)) ?? null
  const { selection, receiptSalt, record } = row
  return { selection, receiptSalt: bytesOfHex(receiptSalt), record: bytesOfHex(record), leaves }
}

describe('what is refused', () => {
  it.each(rowsOf(golden.refused))('an envelope: $name', async ({ seed, deal, epoch, blob, code }) => {
    const there = { deal: bytesOfHex(deal), epoch }
    expect(await rejectedCodeOf(openEnvelope(bytesOfHex(blob), bytesOfHex(seed), there))).toBe(code)
  })
  it.each(rowsOf(golden.refusedPlaintexts))('a plaintext: $name', ({ plain, code }) => {
    expect(codeOf(() => decodeContents(bytesOfHex(plain)))).toBe(code)
  })
  it.each(rowsOf(golden.refusedKeys))('a key: $name', async ({ publicKey, code }) => {
    expect(await rejectedCodeOf(sealEnvelope(small, bytesOfHex(publicKey), place))).toBe(code)
  })
  it.each([-1, 0.5, subscriptionStart + 1])('the epoch %s', async (epoch) => {
    const { publicKey } = envelopeKeyPair(new Uint8Array(32))
    expect(await rejectedCodeOf(sealEnvelope(small, publicKey, { ...place, epoch }))).toBe('envelope.key')
  })
  it('a deal, a seed, a market key of another length', async () => {
    const [short, keys] = [new Uint8Array(31), envelopeKeyPair(new Uint8Array(32))]
    expect(await rejectedCodeOf(sealEnvelope(small, keys.publicKey, { ...place, deal: short }))).toBe(
      'envelope.key',
    )
    expect(codeOf(() => envelopeKeyPair(short))).toBe('envelope.key')
    expect(codeOf(() => envelopeSeed(short, place.deal))).toBe('envelope.key')
    expect(codeOf(() => envelopeSeed(place.deal, short))).toBe('envelope.key')
  })
  it.each<[string, Partial<EnvelopeContents>, string]>([
    ['half a chunk', { record: new Uint8Array(128) }, 'envelope.chunks'],
    ['two chunks', { record: new Uint8Array(512) }, 'envelope.chunks'],
    ['leaves of nothing', { leaves: [] }, 'envelope.chunks'],
    ['a leaf too few', { record: new Uint8Array(256), leaves: [] }, 'envelope.chunks'],
    ['a short leaf', { record: new Uint8Array(256), leaves: [new Uint8Array(31)] }, 'envelope.header'],
    ['a short salt', { receiptSalt: new Uint8Array(31) }, 'envelope.header'],
    ['a selection of 64 KiB', { selection: 'x'.repeat(65_536) }, 'envelope.header'],
    ['a selection that no reader takes', { selection: 'a\0' }, 'envelope.header'],
  ])('contents with %s', (_, change, code) => {
    expect(codeOf(() => encodeContents({ ...small, ...change }))).toBe(code)
  })
})

describe('an envelope', () => {
  it.each(golden.sealed.map((row, at) => ({ at, row })))(
    'opens to what Python sealed: $at',
    async ({ row }) => {
      const there = { deal: bytesOfHex(row.deal), epoch: row.epoch }
      expect(await openEnvelope(bytesOfHex(row.blob), bytesOfHex(row.seed), there)).toEqual(contentsOf(row))
    },
  )
  it.each(golden.sealed.map((row, at) => ({ at, row })))(
    'is sealed to the same bytes: $at',
    async ({ row }) => {
      const { publicKey } = envelopeKeyPair(bytesOfHex(row.seed))
      const there = { deal: bytesOfHex(row.deal), epoch: row.epoch }
      const blob = await sealEnvelope(contentsOf(row), publicKey, there, bytesOfHex(row.eseed))
      expect(hexOfBytes(blob)).toBe(row.blob)
    },
  )
  it('is never sealed twice alike', async () => {
    const { publicKey, seed } = envelopeKeyPair(new Uint8Array(32).fill(5))
    const [one, two] = [
      await sealEnvelope(small, publicKey, place),
      await sealEnvelope(small, publicKey, place),
    ]
    expect(hexOfBytes(one)).not.toBe(hexOfBytes(two))
    expect(await openEnvelope(one, seed, place)).toEqual(await openEnvelope(two, seed, place))
  })
  it('says nothing of its selection by its length', () => {
    const random = randomFrom(3)
    const sizes = Array.from({ length: 200 }, () => 'x'.repeat(Math.floor(random() * 800)))
    expect(new Set(sizes.map((selection) => encodeContents({ ...small, selection }).length)).size).toBe(1)
  })
  it('with any bit flipped is refused', async () => {
    const random = randomFrom(4)
    const { publicKey, seed } = envelopeKeyPair(new Uint8Array(32).fill(6))
    const blob = await sealEnvelope(small, publicKey, place)
    for (let count = 0; count < 60; count++) {
      const forged = blob.slice()
      const at = Math.floor(random() * blob.length)
      forged[at] = (forged[at] ?? 0) ^ (1 << Math.floor(random() * 8))
      expect(await rejectedCodeOf(openEnvelope(forged, seed, place))).toBe('envelope.sealed')
    }
  })
})

it.each(rowsOf(golden.keys))(
  'keys come from the market key: $seed',
  ({ marketKey, offerSalt, seed, publicKey }) => {
    const found = envelopeSeed(bytesOfHex(marketKey), bytesOfHex(offerSalt))
    expect([hexOfBytes(found), hexOfBytes(envelopeKeyPair(found).publicKey)]).toEqual([seed, publicKey])
  },
)

it('meets the published vector', () => {
  const { published } = golden
  const bytes = (name: keyof typeof published) => bytesOfHex(published[name])
  const { shared, sent } = encapsulate(bytes('publicKey'), bytes('eseed'))
  expect([hexOfBytes(shared), hexOfBytes(sent)]).toEqual([published.shared, published.sent])
  expect(hexOfBytes(decapsulate(sent, bytes('seed')))).toBe(published.shared)
  const { key, nonce } = keySchedule(shared, bytes('info'), bytes('suite'))
  expect([hexOfBytes(key), hexOfBytes(nonce)]).toEqual([published.key, published.baseNonce])
})
