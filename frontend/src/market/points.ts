import { bytesOfUint } from '../domain/bytesOfUint.ts'
import { DomainError } from '../domain/domainError.ts'
import { joinBytes } from '../domain/joinBytes.ts'
import { keccak256 } from '../domain/keccak256.ts'
import { uintOfBytes } from '../domain/uintOfBytes.ts'
import { utf8 } from '../domain/utf8.ts'
import { curveOrder, field, lift, type CurvePoint } from './curve.ts'

/** H, the second base: nobody knows its logarithm. */
export const secondBase: CurvePoint = {
  x: 0x6c503108eb51b3c3f86d6982be522c1aefc638f4a0c3f255a9b192dcf311f60bn,
  y: 0xb4a155201e89dda614e64964cafea29156c0081f09b73ac7464fba4adc826a12n,
}

/** H computed anew: the first number from 0 whose Keccak-256 behind a label is the x of a point; the even y. */
export function buildSecondBase(): CurvePoint {
  for (let number = 0n; ; number++) {
    const seed = joinBytes(utf8('hashtagspace/dm/H/v1'), bytesOfUint(number, 4))
    try {
      return lift(uintOfBytes(keccak256(seed)), 0)
    } catch (refusal) {
      if (!(refusal instanceof DomainError)) throw refusal
    }
  }
}

/**
 * The point sent as x and parity of y; raises `market.point`. 0 < x < n and not only < p: the contract's
 * `ecrecover` takes x for a scalar.
 */
export function wirePoint(x: bigint, parity: number): CurvePoint {
  try {
    return verifyForm(lift(x, parity))
  } catch (refusal) {
    if (refusal instanceof DomainError) throw malformed()
    throw refusal
  }
}

/** The point itself; raises `market.point` unless it can travel as x and parity. */
export function verifyForm(point: CurvePoint): CurvePoint {
  if (point.x <= 0n || point.x >= curveOrder || point.y <= 0n || point.y >= field) throw malformed()
  return point
}

function malformed(): DomainError {
  return new DomainError(
    'market.point',
    'A point is sent as the x of a point of the curve, under the group’s order, and the parity of y.',
  )
}
