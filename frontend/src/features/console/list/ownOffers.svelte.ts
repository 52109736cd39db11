import { failureOf, type Failure } from '../../../api/failure.ts'
import type { Market } from '../../../api/market.ts'
import type { Offer } from '../../../api/marketModel.ts'
import type { Hex } from '../../../api/model.ts'
import { listAll } from '../listAll.ts'

/** The offers that an account has opened, the latest first. */
export class OwnOffers {
  offers = $state.raw<readonly Offer[] | null>(null)
  failure = $state.raw<Failure | null>(null)

  async load(api: Pick<Market, 'listOffers'>, buyer: Hex): Promise<void> {
    try {
      const offers = await listAll((cursor) => api.listOffers({ buyer, state: 'all', cursor, limit: 50 }))
      this.offers = offers
        .filter((offer) => offer.buyer.toLowerCase() === buyer)
        .sort((one, other) => Date.parse(other.openedAt) - Date.parse(one.openedAt))
      this.failure = null
    } catch (cause) {
      this.failure = failureOf(cause)
    }
  }
}
