import { hmac } from '@noble/hashes/hmac'
import { sha512 } from '@noble/hashes/sha2'
import { bytesOfUint } from '../domain/bytesOfUint.ts'
import { DomainError } from '../domain/domainError.ts'
import { joinBytes } from '../domain/joinBytes.ts'
import { uintOfBytes } from '../domain/uintOfBytes.ts'
import { utf8 } from '../domain/utf8.ts'
import { hashWords } from './abiWords.ts'
import {
  add,
  addressOfPoint,
  base as generator,
  curveOrder,
  field,
  inverse,
  modulo,
  multiply,
  multiplySecret,
  negate,
  parityOf,
  type CurvePoint,
} from './curve.ts'
import { wipe } from './derivation.ts'
import { verifyForm } from './points.ts'

/** `open` = w·G and `product` = w·`base` for one w; `domain` says what the proof is for. */
export interface Statement {
  readonly domain: Uint8Array
  readonly open: CurvePoint
  readonly base: CurvePoint
  readonly product: CurvePoint
}

/** Challenge c, answer s, and what spares the contract arithmetic: U = s·T, V = c·Y, 1/(Vx − Ux). */
export interface Proof {
  readonly c: bigint
  readonly s: bigint
  readonly ux: bigint
  readonly uy: bigint
  readonly vx: bigint
  readonly vy: bigint
  readonly inverse: bigint
}

/** The true statement about a secret; raises `curve.scalar` or `market.point`. */
export function buildStatement(domain: Uint8Array, base: CurvePoint, secret: bigint): Statement {
  const [open, product] = [multiplySecret(generator, secret), multiplySecret(base, secret)]
  return { domain, open: verifyForm(open), base: verifyForm(base), product: verifyForm(product) }
}

/**
 * A proof that `verifyProof` accepts; raises `market.secret` when the statement is not about the secret.
 * The nonce is derived from secret, domain, statement and 32 fresh bytes: no random source is trusted with
 * it alone. Only vectors give the fresh bytes.
 */
export function prove(statement: Statement, secret: bigint, hedge?: Uint8Array): Proof {
  const built = buildStatement(statement.domain, statement.base, secret)
  if (!isSame(built.open, statement.open) || !isSame(built.product, statement.product)) {
    throw new DomainError('market.secret', 'The points were not made with this key; nothing was proved.')
  }
  const fresh = hedge ?? crypto.getRandomValues(new Uint8Array(32))
  for (let attempt = 0; ; attempt++) {
    const proof = tryNonce(statement, secret, deriveNonce(statement, secret, attempt, fresh))
    if (proof !== null) return proof
  }
}

/** Raises `market.point` or `market.proof` unless the contract would accept the proof. */
export function verifyProof(statement: Statement, proof: Proof): void {
  for (const point of [statement.open, statement.base, statement.product]) verifyForm(point)
  if (!holds(statement, proof)) {
    throw new DomainError(
      'market.proof',
      'The proof does not show that the delivered point opens the record; do not pay for it.',
    )
  }
}

function holds(statement: Statement, proof: Proof): boolean {
  if (!isScalar(proof.c) || !isScalar(proof.s)) return false
  const u = multiply(statement.base, proof.s)
  const v = multiply(statement.product, proof.c)
  if (!isSame(u, { x: proof.ux, y: proof.uy }) || !isSame(v, { x: proof.vx, y: proof.vy })) return false
  if (proof.inverse <= 0n || proof.inverse >= field) return false
  if (modulo(proof.inverse * (v.x - u.x), field) !== 1n) return false
  const [answer, challenge] = [multiply(generator, proof.s), multiply(statement.open, proof.c)]
  if (isSame(answer, negate(challenge))) return false
  return proof.c === challengeOf(statement, add(answer, challenge), add(u, v))
}

function tryNonce(statement: Statement, secret: bigint, nonce: bigint): Proof | null {
  if (nonce === 0n) return null
  const first = multiplySecret(generator, nonce)
  const c = challengeOf(statement, first, multiplySecret(statement.base, nonce))
  const s = modulo(nonce - c * secret, curveOrder)
  if (c === 0n || s === 0n) return null
  const [u, v] = [multiply(statement.base, s), multiply(statement.product, c)]
  if (u.x === v.x) return null
  return { c, s, ux: u.x, uy: u.y, vx: v.x, vy: v.y, inverse: inverse(v.x - u.x) }
}

function challengeOf(statement: Statement, first: CurvePoint, second: CurvePoint): bigint {
  const points = [statement.open, statement.base, statement.product]
  const spelled = points.flatMap((point) => [point.x, parityOf(point)])
  const digest = hashWords(statement.domain, ...spelled, addressOfPoint(first), second.x, second.y)
  return uintOfBytes(digest) % curveOrder
}

function deriveNonce(statement: Statement, secret: bigint, attempt: number, hedge: Uint8Array): bigint {
  const points = [statement.open, statement.base, statement.product]
  const spelled = points.flatMap((point) => [bytesOfUint(point.x, 32), Uint8Array.of(parityOf(point))])
  const message = [utf8('hashtagspace/market/nonce/v1'), statement.domain, ...spelled]
  const key = bytesOfUint(secret, 32)
  const output = hmac(sha512, key, joinBytes(...message, Uint8Array.of(attempt), hedge))
  const nonce = uintOfBytes(output) % curveOrder
  wipe(key, output)
  return nonce
}

function isScalar(value: bigint): boolean {
  return value > 0n && value < curveOrder
}

function isSame(one: CurvePoint, other: CurvePoint): boolean {
  return one.x === other.x && one.y === other.y
}
