import { describe, expect, it } from 'vitest'
import { bytesOfHex } from '../domain/bytesOfHex.ts'
import type { Hex } from '../domain/hex.ts'
import { joinBytes } from '../domain/joinBytes.ts'
import { codeOf, vectors } from '../domain/vectors.testing.ts'
import { buildBlinding, buildCommitment, buildDelivered, buildShared, recordKey } from './blinding.ts'
import {
  buildOpening,
  findBadChunk,
  verifyGarbage,
  type BadChunk,
  type Deal,
  type Opening,
} from './garbage.ts'
import { deliveryDomain } from './delivery.ts'
import { buildStatement, prove, type Proof } from './dleq.ts'
import { mask } from './keystream.ts'
import { sentPoint } from './market.testing.ts'
import { encodeRecord } from './record.ts'
import { buildTreeRoot, listCipherLeaves, listPlainLeaves } from './roots.ts'

interface Row {
  name: string
  digest: Hex
  record: Hex
  qx: Hex
  qParity: number
  xx: Hex
  xParity: number
  dx: Hex
  dParity: number
  ctRoot: Hex
  ptRoot: Hex
  qy: Hex
  bInverse: Hex
  sx: Hex
  sy: Hex
  dy: Hex
  zInverse: Hex
  proof: Record<keyof Proof, Hex>
  index: number
  words: Hex[]
  ctPath: Hex[]
  ptLeaf: Hex
  ptPath: Hex[]
}
type Accepted = Row & { scalarZ: Hex; hedge: Hex; delivery: Record<keyof Proof, Hex> }

const golden = vectors<{ accepted: Accepted[]; refused: (Row & { code: string })[] }>('market_garbage')
const bytesOf = (hexes: readonly Hex[]): Uint8Array[] => hexes.map((hex) => bytesOfHex(hex))

function caseOf(row: Row): [Deal, Opening, BadChunk] {
  const deal = {
    consent: bytesOfHex(row.digest),
    record: bytesOfHex(row.record),
    q: sentPoint(row.qx, row.qParity),
    commitment: sentPoint(row.xx, row.xParity),
    delivered: sentPoint(row.dx, row.dParity),
    ctRoot: bytesOfHex(row.ctRoot),
    ptRoot: bytesOfHex(row.ptRoot),
  }
  const opening = {
    qy: BigInt(row.qy),
    bInverse: BigInt(row.bInverse),
    sx: BigInt(row.sx),
    sy: BigInt(row.sy),
    dy: BigInt(row.dy),
    zInverse: BigInt(row.zInverse),
    proof: proofOf(row.proof),
  }
  const chunk = {
    index: row.index,
    words: joinBytes(...bytesOf(row.words)),
    ctPath: bytesOf(row.ctPath),
    ptLeaf: bytesOfHex(row.ptLeaf),
    ptPath: bytesOf(row.ptPath),
  }
  return [deal, opening, chunk]
}

function proofOf({ c, s, ux, uy, vx, vy, inverse }: Record<keyof Proof, Hex>): Proof {
  return {
    c: BigInt(c),
    s: BigInt(s),
    ux: BigInt(ux),
    uy: BigInt(uy),
    vx: BigInt(vx),
    vy: BigInt(vy),
    inverse: BigInt(inverse),
  }
}

function deliveryOf({ consent, q }: Deal, x: bigint): Proof {
  return prove(buildStatement(deliveryDomain(consent), q, x), x)
}

function sell(x: bigint, z: bigint, data: Uint8Array, change?: number) {
  const q = buildBlinding(z)
  const record = new Uint8Array(32).fill(9)
  const key = recordKey(buildShared(x), record)
  const promised = encodeRecord(data)
  const sent = promised.slice()
  if (change !== undefined) sent[change] = (sent[change] ?? 0) ^ 1
  const cipher = mask(sent, key)
  const leaves = listPlainLeaves(promised)
  const deal: Deal = {
    consent: new Uint8Array(32).fill(3),
    record,
    q,
    commitment: buildCommitment(x),
    delivered: buildDelivered(x, q),
    ctRoot: buildTreeRoot(listCipherLeaves(cipher)),
    ptRoot: buildTreeRoot(leaves),
  }
  return { deal, key, cipher, leaves }
}

describe('what is refused', () => {
  it.each(golden.refused)('$name', (row) => {
    expect(codeOf(() => verifyGarbage(...caseOf(row)))).toBe(row.code)
  })

  it('to open what a lying node shows as this deal', () => {
    const victim = sell(5n, 7n, new Uint8Array(10)).deal
    const liar = sell(6n, 7n, new Uint8Array(10), 100).deal
    const { commitment, delivered } = victim
    for (const shown of [
      { ...liar, commitment },
      { ...liar, commitment, delivered, consent: new Uint8Array(32) },
    ]) {
      for (const proof of [deliveryOf(victim, 5n), deliveryOf(liar, 6n)]) {
        expect(codeOf(() => buildOpening(shown, proof, 7n))).toBe('market.proof')
      }
    }
  })

  it('an opening by another key, leaves of another record', () => {
    const { deal, key, cipher, leaves } = sell(5n, 7n, new Uint8Array(10))
    expect(codeOf(() => buildOpening(deal, deliveryOf(deal, 5n), 8n))).toBe('market.secret')
    expect(codeOf(() => findBadChunk(cipher, key, [...leaves, ...leaves]))).toBe('market.words')
    expect(codeOf(() => findBadChunk(cipher, key, []))).toBe('market.words')
  })
})

it.each(golden.accepted)('$name', (row) => {
  const [deal, opening, chunk] = caseOf(row)
  verifyGarbage(deal, opening, chunk)
  const delivery = proofOf(row.delivery)
  expect(buildOpening(deal, delivery, BigInt(row.scalarZ), bytesOfHex(row.hedge))).toEqual(opening)
})

it.each([0, 255, 256, 700, 1023])('finds and proves a change of byte %i', (change) => {
  const { deal, key, cipher, leaves } = sell(12345n, 67890n, new Uint8Array(500), change)
  const chunk = findBadChunk(cipher, key, leaves)
  expect(chunk?.index).toBe(Math.floor(change / 256))
  if (chunk !== null) verifyGarbage(deal, buildOpening(deal, deliveryOf(deal, 12345n), 67890n), chunk)
})

it('finds nothing wrong with an honest seller', () => {
  const { key, cipher, leaves } = sell(12345n, 67890n, new Uint8Array(500))
  expect(findBadChunk(cipher, key, leaves)).toBe(null)
})
