import type { MarketReads } from '../../../chain/readMarket.ts'

/** As many profiles as a page asks a node about. */
export const mostAsked = 500
const sideBySide = 4

/** The personhood levels of these profiles as the chain has them now; null when it cannot be asked. */
export async function readLevels(
  reads: Pick<MarketReads, 'level'>,
  profileIds: readonly string[],
): Promise<ReadonlyMap<string, number> | null> {
  const levels = new Map<string, number>()
  const due = [...new Set(profileIds)].slice(0, mostAsked)
  const next = async (): Promise<void> => {
    for (let id = due.shift(); id !== undefined; id = due.shift())
      levels.set(id, await reads.level(BigInt(id)))
  }
  try {
    await Promise.all(Array.from({ length: sideBySide }, next))
    return levels
  } catch {
    return null
  }
}
