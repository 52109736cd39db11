/** SeedShare v1: the numbers of the definition, as every other implementation has them (docs/personhood-formats.md). */
export const one = 65_536
/** What each of the walks starts with: 2^60, kept in two halves of 30 bits. */
export const massBits = 60
export const mostCommon = 8
export const mostVouches = 256
export const restartSteps = 48
export const restartShift = 4
const clamp = 4n * 65_536n

/** A level asks for all three, each in 1/65,536. */
export interface Threshold {
  share: number
  support: number
  bound: number
}

/** Levels 1, 2 and 3. A level needs the ones below it. */
export const thresholds: readonly Threshold[] = [
  { share: one / 4, support: one, bound: Math.floor((one * 15) / 100) },
  { share: one / 2, support: 3 * one, bound: Math.floor((one * 30) / 100) },
  { share: (one * 3) / 4, support: 5 * one, bound: one / 2 },
]

/** L: the bit length of the greatest account number, at least 2. */
export function walkSteps(accounts: number): number {
  return Math.max(2, accounts > 1 ? (accounts - 1).toString(2).length : 0)
}

/** How much an edge carries: one, and one more for each common partner, up to eight. */
export function weightOf(commonCount: number): number {
  return 1 + Math.min(commonCount, mostCommon)
}

/** Trust that arrives, in shares of what an average account gets: 65,536 = as much as the average. */
export function quotient(vetted: bigint, fake: bigint, background: bigint): number {
  const above = ((2n * vetted - fake) >> 15n) << 16n
  const below = background >> 14n || 1n
  const cut = above / below
  const floor = above % below < 0n ? cut - 1n : cut
  return Number(floor > clamp ? clamp : floor < -clamp ? -clamp : floor)
}

/** What one partner of this share adds to somebody's support: nothing below zero, one at most. */
export function trustOf(share: number): number {
  return Math.max(0, Math.min(one, share))
}

/** One number for ranking: the share, damped where few trusted people vouch. */
export function scoreOf(share: number, support: number): number {
  if (share <= 0) return share
  return Number((BigInt(share) * BigInt(support)) / BigInt(support + one))
}

/** 0 to 3; a network without a vetted account gives everybody 0 instead. */
export function levelOf({ share, support, bound }: Threshold): number {
  const failed = thresholds.findIndex(
    (asked) => share < asked.share || support < asked.support || bound < asked.bound,
  )
  return failed < 0 ? thresholds.length : failed
}
