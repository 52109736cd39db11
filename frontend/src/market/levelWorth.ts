/**
 * What an offer may pay one person of a level: half of what a fake of that level costs. The twin of
 * `backend/hashtagspace/market/level_worth.py`, where it is explained; held by `tests/vectors/report.json`.
 */
const parts = 10_000n
const bribe = 5n * 10n ** 18n
const [proven, rent] = [3_000n, 500n]
const rates = [0n, 28_000n, 3_700n, 600n]
const vouches = [0n, 1n, 3n, 5n]

/** What a fake of a level from 1 to 3 costs while `stake` lies in a vouch; 1e-18 TAG. Level 0 costs nothing. */
export function costOfFake(level: number, stake: bigint): bigint {
  const [rate, count] = [rates[level], vouches[level]]
  if (!rate || !count) return 0n
  const provenStake = (proven * stake) / parts
  const paid = provenStake > bribe ? provenStake : bribe
  return (paid * parts) / rate + ((proven + rent) * count * stake) / parts
}

export const mostPerPerson = (level: number, stake: bigint): bigint => costOfFake(level, stake) / 2n

/** The lowest level from 1 on that carries the price; null if none does. */
export function findLeastLevel(price: bigint, stake: bigint): number | null {
  return [1, 2, 3].find((level) => price <= mostPerPerson(level, stake)) ?? null
}
