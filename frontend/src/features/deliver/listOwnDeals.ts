import type { Market } from '../../api/market.ts'
import type { Deal } from '../../api/marketModel.ts'

const pageSize = 100
const mostPages = 20

/** Every deal of a profile, the latest first. Deals are public: asking for one's own tells nothing new. */
export async function listOwnDeals(
  market: Pick<Market, 'listProfileDeals'>,
  profileId: string,
): Promise<Deal[]> {
  const deals: Deal[] = []
  let cursor: string | null = null
  for (let pages = 0; pages < mostPages; pages += 1) {
    const page: Awaited<ReturnType<typeof market.listProfileDeals>> = await market.listProfileDeals(
      profileId,
      {
        limit: pageSize,
        cursor,
      },
    )
    deals.push(...page.items)
    cursor = page.nextCursor
    if (cursor === null) break
  }
  return deals
}
