import { Point } from '@noble/secp256k1'
import { bytesOfUint } from '../domain/bytesOfUint.ts'
import { DomainError } from '../domain/domainError.ts'
import { joinBytes } from '../domain/joinBytes.ts'
import { keccak256 } from '../domain/keccak256.ts'

/** The order n of the group: scalars lie strictly between 0 and n. */
export const curveOrder = 0xfffffffffffffffffffffffffffffffebaaedce6af48a03bbfd25e8cd0364141n
/** The prime p of the field: coordinates lie between 0 and p − 1. */
export const field = 2n ** 256n - 2n ** 32n - 977n

/** A point of secp256k1 by its coordinates, never infinity. */
export interface CurvePoint {
  readonly x: bigint
  readonly y: bigint
}

export const base: CurvePoint = Point.BASE.toAffine()

/** The point with these coordinates; raises `curve.point` unless it is one. */
export function pointOf(x: bigint, y: bigint): CurvePoint {
  const inField = x >= 0n && x < field && y >= 0n && y < field
  if (!inField || modulo(y * y - x * x * x - 7n, field) !== 0n) throw noPoint()
  return { x, y }
}

/** The point with this x whose y has this parity; raises `curve.point` unless there is one. */
export function lift(x: bigint, parity: number): CurvePoint {
  if (x < 0n || x >= field || (parity !== 0 && parity !== 1)) throw noPoint()
  const y = power(x * x * x + 7n, (field + 1n) / 4n)
  return pointOf(x, (y & 1n) === BigInt(parity) ? y : field - y)
}

/** scalar·point for a scalar that anyone may know; raises `curve.scalar`. */
export function multiply(point: CurvePoint, scalar: bigint): CurvePoint {
  requireScalar(scalar)
  return inner(point).multiply(scalar, false).toAffine()
}

/**
 * scalar·point for a secret scalar; raises `curve.scalar`. The library does the same steps for every
 * scalar, but JavaScript promises no equal time, and a bigint cannot be wiped from memory.
 */
export function multiplySecret(point: CurvePoint, scalar: bigint): CurvePoint {
  requireScalar(scalar)
  return inner(point).multiply(scalar).toAffine()
}

/** The sum; raises `curve.infinity` when one is the other's negative. */
export function add(one: CurvePoint, other: CurvePoint): CurvePoint {
  if (one.x === other.x && one.y !== other.y) {
    throw new DomainError(
      'curve.infinity',
      'Two points add up to nothing; ask the other side for new values.',
    )
  }
  return inner(one).add(inner(other)).toAffine()
}

/** The point with the other y. */
export function negate({ x, y }: CurvePoint): CurvePoint {
  return { x, y: field - y }
}

/** 0 when y is even, 1 when it is odd. */
export function parityOf({ y }: CurvePoint): 0 | 1 {
  return y & 1n ? 1 : 0
}

/** The 64 bytes x ‖ y. */
export function bytesOfPoint({ x, y }: CurvePoint): Uint8Array {
  return joinBytes(bytesOfUint(x, 32), bytesOfUint(y, 32))
}

/** What `ecrecover` answers for this point: the last 20 bytes of Keccak-256 of x ‖ y. */
export function addressOfPoint(point: CurvePoint): Uint8Array {
  return keccak256(bytesOfPoint(point)).subarray(12)
}

/** The remainder from 0 to modulus − 1. */
export function modulo(value: bigint, modulus: bigint): bigint {
  const rest = value % modulus
  return rest < 0n ? rest + modulus : rest
}

/** 1/value in the field; raises `curve.infinity` for 0. */
export function inverse(value: bigint): bigint {
  if (modulo(value, field) === 0n) throw new DomainError('curve.infinity', 'Nothing divides by zero.')
  return power(value, field - 2n)
}

function requireScalar(scalar: bigint): void {
  if (scalar <= 0n || scalar >= curveOrder) {
    throw new DomainError('curve.scalar', 'A scalar lies between 0 and the order of the curve.')
  }
}

function inner(point: CurvePoint): Point {
  return Point.fromAffine(point)
}

function power(value: bigint, exponent: bigint): bigint {
  let [result, square] = [1n, modulo(value, field)]
  for (let rest = exponent; rest > 0n; rest >>= 1n) {
    if (rest & 1n) result = (result * square) % field
    square = (square * square) % field
  }
  return result
}

function noPoint(): DomainError {
  return new DomainError('curve.point', 'The numbers are no point of secp256k1; ask the sender for them.')
}
