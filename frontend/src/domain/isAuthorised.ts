import type { Hex } from './hex.ts'

/** A wallet's time in control: from ≤ t < until, Unix seconds; until 0 is open. */
export interface CustodyPeriod {
  custody: Hex
  from: bigint
  until: bigint
}

/** A session key's slot as `sessionKeyOf` gives it; voidFrom 0 means never revoked. */
export interface KeyGrant {
  key: Hex
  from: bigint
  until: bigint
  kinds: number
  custodyIndex: number
  voidFrom: bigint
}

function covers(from: bigint, until: bigint, t: bigint): boolean {
  return from <= t && (until === 0n || t < until)
}

function same(a: Hex, b: Hex): boolean {
  return a.toLowerCase() === b.toLowerCase()
}

/**
 * True iff `signer` was in custody at `t`, or `grant` is its session key and covers kind and `t`.
 * `t` is the block time of the inclusion. Mirror of `ProfileRegistry.isAuthorised`.
 */
export function isAuthorised(
  custodies: readonly CustodyPeriod[],
  grant: KeyGrant | null,
  signer: Hex,
  kind: number,
  t: bigint,
): boolean {
  if (custodies.some((period) => same(period.custody, signer) && covers(period.from, period.until, t)))
    return true
  const period = grant ? custodies[grant.custodyIndex] : undefined
  if (!grant || !period || !same(grant.key, signer)) return false
  return (
    ((grant.kinds >>> kind) & 1) === 1 &&
    grant.from <= t &&
    t < grant.until &&
    (grant.voidFrom === 0n || t < grant.voidFrom) &&
    (period.until === 0n || t < period.until)
  )
}
