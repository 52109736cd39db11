import { describe, expect, it } from 'vitest'
import { bytesOfHex } from '../domain/bytesOfHex.ts'
import type { Hex } from '../domain/hex.ts'
import { hexOfBytes } from '../domain/hexOfBytes.ts'
import { codeOf, vectors } from '../domain/vectors.testing.ts'
import { buildBlinding } from './blinding.ts'
import { curveOrder, field, modulo, negate, parityOf } from './curve.ts'
import { deliveryDomain, epochDomain, openingDomain } from './delivery.ts'
import { buildStatement, prove, verifyProof, type Proof } from './dleq.ts'
import { rowsOf, sentPoint, type Table } from './market.testing.ts'

interface Points {
  name: string
  domain: Hex
  px: Hex
  pParity: number
  tx: Hex
  tParity: number
  yx: Hex
  yParity: number
}
type Sent = Points & Record<keyof Proof, Hex>
interface Golden {
  digest: Hex
  ctRoot: Hex
  deliveryDomain: Hex
  epochDomains: Hex[]
  openingDomain: Hex
  accepted: Table<Sent & { secret: Hex; hedge: Hex }>
  refused: Table<Sent & { code: string }>
}

const golden = vectors<Golden>('market_proof')

function proofOf(row: Sent): Proof {
  const { c, s, ux, uy, vx, vy, inverse } = row
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

function judge(row: Sent): void {
  const [open, base] = [sentPoint(row.px, row.pParity), sentPoint(row.tx, row.tParity)]
  const product = sentPoint(row.yx, row.yParity)
  verifyProof({ domain: bytesOfHex(row.domain), open, base, product }, proofOf(row))
}

describe('what is refused', () => {
  const refused = rowsOf(golden.refused)

  it('200 changed proofs at least', () => {
    expect(refused.length).toBeGreaterThanOrEqual(200)
  })

  it.each(refused)('$name', (row) => {
    expect(codeOf(() => judge(row))).toBe(row.code)
  })

  it('a number beyond its range, a point that ecrecover cannot take', () => {
    const statement = buildStatement(new Uint8Array(32), buildBlinding(5n), 7n)
    const proof = prove(statement, 7n)
    const beyond = [
      { c: proof.c + curveOrder },
      { s: proof.s + curveOrder },
      { inverse: proof.inverse + field },
      { ux: proof.ux + field },
    ]
    for (const change of beyond) {
      expect(codeOf(() => verifyProof(statement, { ...proof, ...change }))).toBe('market.proof')
    }
    const outside = { x: curveOrder, y: 1n }
    for (const change of [{ open: outside }, { base: outside }, { product: outside }]) {
      expect(codeOf(() => verifyProof({ ...statement, ...change }, proof))).toBe('market.point')
    }
  })

  it('to prove what another key made', () => {
    const statement = buildStatement(new Uint8Array(32), buildBlinding(5n), 7n)
    const turned = { ...statement, product: negate(statement.product) }
    expect(codeOf(() => prove(statement, 8n))).toBe('market.secret')
    expect(codeOf(() => prove(turned, 7n))).toBe('market.secret')
    expect(codeOf(() => prove({ ...statement, open: negate(statement.open) }, 7n))).toBe('market.secret')
  })

  it('a secret out of range', () => {
    const base = buildBlinding(5n)
    expect(codeOf(() => buildStatement(new Uint8Array(32), base, 0n))).toBe('curve.scalar')
    expect(codeOf(() => buildStatement(new Uint8Array(32), base, curveOrder))).toBe('curve.scalar')
  })
})

it.each(rowsOf(golden.accepted))('$name', (row) => {
  judge(row)
  const secret = BigInt(row.secret)
  const statement = buildStatement(bytesOfHex(row.domain), sentPoint(row.tx, row.tParity), secret)
  expect([statement.product.x, parityOf(statement.product)]).toEqual([BigInt(row.yx), row.yParity])
  expect(prove(statement, secret, bytesOfHex(row.hedge))).toEqual(proofOf(row))
})

it('never repeats a nonce', () => {
  const statement = buildStatement(new Uint8Array(32), buildBlinding(5n), 7n)
  const elsewhere = { ...statement, domain: new Uint8Array(32).fill(1) }
  const hedge = new Uint8Array(32)
  const proofs = [prove(statement, 7n), prove(statement, 7n), prove(statement, 7n, hedge)]
  for (const proof of proofs) verifyProof(statement, proof)
  const nonces = [...proofs, prove(elsewhere, 7n, hedge)].map(({ c, s }) => modulo(s + c * 7n, curveOrder))
  expect(new Set(nonces).size).toBe(4)
  expect(prove(statement, 7n, hedge)).toEqual(proofs[2])
})

it('has the domains', () => {
  const [digest, root] = [bytesOfHex(golden.digest), bytesOfHex(golden.ctRoot)]
  expect(hexOfBytes(deliveryDomain(digest))).toBe(golden.deliveryDomain)
  expect(hexOfBytes(openingDomain(digest))).toBe(golden.openingDomain)
  expect([0, 1, 254].map((epoch) => hexOfBytes(epochDomain(digest, epoch, root)))).toEqual(
    golden.epochDomains,
  )
})
