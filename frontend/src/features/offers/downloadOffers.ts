import type { Market } from '../../api/market.ts'
import type { Offer } from '../../api/marketModel.ts'

const pageSize = 50
const mostPages = 40

export interface Download {
  offers: Offer[]
  /** False when there were more than one browser should be asked to hold. */
  complete: boolean
}

/**
 * Every open offer, page by page. Matching happens in this browser alone: what is asked for here is the same for
 * everybody, so that a gateway cannot tell from it what a vault holds.
 */
export async function downloadOffers(market: Pick<Market, 'listOffers'>): Promise<Download> {
  const offers: Offer[] = []
  let cursor: string | null = null
  for (let pages = 0; pages < mostPages; pages += 1) {
    const page: Awaited<ReturnType<typeof market.listOffers>> = await market.listOffers({
      state: 'open',
      limit: pageSize,
      cursor,
    })
    offers.push(...page.items)
    cursor = page.nextCursor
    if (cursor === null) return { offers: once(offers), complete: true }
  }
  return { offers: once(offers), complete: false }
}

/** An offer that moved between pages while they were read is kept once. */
function once(offers: readonly Offer[]): Offer[] {
  return [...new Map(offers.map((offer) => [offer.offerId, offer])).values()]
}
