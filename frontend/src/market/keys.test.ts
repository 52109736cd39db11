import { describe, expect, it } from 'vitest'
import { bytesOfHex } from '../domain/bytesOfHex.ts'
import type { Hex } from '../domain/hex.ts'
import { hexOfBytes } from '../domain/hexOfBytes.ts'
import { codeOf, vectors } from '../domain/vectors.testing.ts'
import {
  buildBlinding,
  buildCommitment,
  buildDelivered,
  buildShared,
  epochRecord,
  recordKey,
  unblind,
  verifyBlinding,
} from './blinding.ts'
import { dealId } from './consent.ts'
import { curveOrder, negate, pointOf } from './curve.ts'
import { deriveDealScalar, deriveOfferScalar, wipe } from './derivation.ts'
import { buildKeyPath, buildKeysRoot, epochLeaf, isEpochKey } from './epochs.ts'
import { rowsOf, sentPoint, type Table } from './market.testing.ts'
import { buildSecondBase, secondBase, wirePoint } from './points.ts'

interface Sale {
  vaultKey: Hex
  offer: Hex
  nonce: Hex
  epoch: number
  profile: string
  marketKey: Hex
  offerSalt: Hex
  scalarX: Hex
  scalarZ: Hex
  xx: Hex
  xParity: number
  qx: Hex
  qParity: number
  dx: Hex
  dParity: number
  sharedX: Hex
  sharedY: Hex
  deal: Hex
  key: Hex
  ptRoot: Hex
  epochRecord: Hex
  epochKey: Hex
}
interface Golden {
  chainId: string
  market: Hex
  hx: Hex
  hy: Hex
  sales: Table<Sale>
  subscriptions: { x: Hex[]; parity: number[]; leaves: Hex[]; root: Hex; paths: Hex[][] }[]
  refusedPoints: Table<{ name: string; x: Hex; parity: number; code: string }>
  refusedBlindings: Table<{ name: string; x: Hex; y: Hex; code: string }>
}

const golden = vectors<Golden>('market_keys')
const place = { chainId: BigInt(golden.chainId), contract: bytesOfHex(golden.market) }
const word = new Uint8Array(32)

describe('what is refused', () => {
  it.each(rowsOf(golden.refusedPoints))('a point: $name', ({ x, parity, code }) => {
    expect(codeOf(() => wirePoint(BigInt(x), parity))).toBe(code)
  })

  it.each(rowsOf(golden.refusedBlindings))('a blinding: $name', ({ x, y, code }) => {
    expect(codeOf(() => verifyBlinding({ x: BigInt(x), y: BigInt(y) }))).toBe(code)
  })

  it('a delivery that gives the key to all', () => {
    expect(codeOf(() => buildDelivered(7n, negate(secondBase)))).toBe('market.blinding')
  })

  it.each([0n, curveOrder])('the scalar %s', (scalar) => {
    for (const call of [buildBlinding, buildCommitment, buildShared]) {
      expect(codeOf(() => call(scalar))).toBe('curve.scalar')
    }
  })

  it('a part of another length', () => {
    const short = new Uint8Array(31)
    const there = { ...place, contract: short }
    expect(codeOf(() => deriveDealScalar(short, place, word, word))).toBe('market.secret')
    expect(codeOf(() => deriveDealScalar(word, there, word, word))).toBe('market.secret')
    expect(codeOf(() => deriveDealScalar(word, place, short, word))).toBe('market.secret')
    expect(codeOf(() => deriveDealScalar(word, place, word, short))).toBe('market.secret')
    expect(codeOf(() => deriveOfferScalar(short, place, word))).toBe('market.secret')
    expect(codeOf(() => deriveOfferScalar(word, place, short))).toBe('market.secret')
  })

  it('a subscription without keys, with too many, an epoch beyond it', () => {
    const key = buildCommitment(5n)
    expect(codeOf(() => buildKeysRoot([]))).toBe('market.epoch')
    expect(codeOf(() => buildKeysRoot(new Array(256).fill(key)))).toBe('market.epoch')
    expect(codeOf(() => buildKeyPath([key], 1))).toBe('market.epoch')
  })
})

it('nobody chose the second base', () => {
  expect(buildSecondBase()).toEqual(secondBase)
  expect(secondBase).toEqual(pointOf(BigInt(golden.hx), BigInt(golden.hy)))
})

it('wipes', () => {
  const key = Uint8Array.of(1, 2, 3)
  wipe(key)
  expect(key).toEqual(new Uint8Array(3))
})

it.each(rowsOf(golden.sales).map((row, at) => [at, row] as const))('sale %i', (_, row) => {
  const [vaultKey, offer, nonce] = [bytesOfHex(row.vaultKey), bytesOfHex(row.offer), bytesOfHex(row.nonce)]
  const x = deriveDealScalar(vaultKey, place, offer, nonce, row.epoch)
  const z = deriveOfferScalar(bytesOfHex(row.marketKey), place, bytesOfHex(row.offerSalt))
  expect([x, z]).toEqual([BigInt(row.scalarX), BigInt(row.scalarZ)])
  const [commitment, q] = [sentPoint(row.xx, row.xParity), sentPoint(row.qx, row.qParity)]
  expect([buildCommitment(x), buildBlinding(z)]).toEqual([commitment, q])
  const delivered = sentPoint(row.dx, row.dParity)
  expect(buildDelivered(x, q)).toEqual(delivered)
  const shared = unblind(delivered, commitment, z)
  expect(shared).toEqual({ x: BigInt(row.sharedX), y: BigInt(row.sharedY) })
  expect(buildShared(x)).toEqual(shared)
  const deal = dealId(offer, BigInt(row.profile))
  expect(hexOfBytes(deal)).toBe(row.deal)
  expect(hexOfBytes(recordKey(shared, deal))).toBe(row.key)
  const record = epochRecord(deal, row.epoch, bytesOfHex(row.ptRoot))
  expect(hexOfBytes(record)).toBe(row.epochRecord)
  expect(hexOfBytes(recordKey(shared, record))).toBe(row.epochKey)
})

it.each(golden.subscriptions.map((tree) => [tree.x.length, tree] as const))('%i epochs', (count, tree) => {
  const keys = tree.x.map((x, at) => sentPoint(x, tree.parity[at] ?? -1))
  expect(keys.map((key, epoch) => hexOfBytes(epochLeaf(epoch, key)))).toEqual(tree.leaves)
  const root = buildKeysRoot(keys)
  expect(hexOfBytes(root)).toBe(tree.root)
  keys.forEach((key, epoch) => {
    const path = buildKeyPath(keys, epoch)
    expect(path.map(hexOfBytes)).toEqual(tree.paths[epoch])
    expect(isEpochKey(root, epoch, key, path)).toBe(true)
    expect(isEpochKey(root, epoch, negate(key), path)).toBe(false)
    const other = (epoch + 1) % count
    expect(isEpochKey(root, other, key, path)).toBe(other === epoch)
  })
})
