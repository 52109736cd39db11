import { failureOf, type Failure } from '../../api/failure.ts'
import type { Market } from '../../api/market.ts'
import type { Deal, Offer } from '../../api/marketModel.ts'
import type { Config } from '../../api/model.ts'
import { listAll } from './listAll.ts'
import { readOwnOffer, type OwnOffer } from './ownOffer.ts'

/** One offer with its deals, as the gateway tells it; `own` is what was recomputed from it. */
export class OfferDesk {
  offer = $state.raw<Offer | null>(null)
  own = $state.raw<OwnOffer | null>(null)
  deals = $state.raw<readonly Deal[]>([])
  failure = $state.raw<Failure | null>(null)
  readonly offerId: string
  readonly #api: Pick<Market, 'getOffer' | 'listOfferDeals'>
  readonly #config: Config
  #loading = false

  constructor(api: Pick<Market, 'getOffer' | 'listOfferDeals'>, config: Config, offerId: string) {
    this.#api = api
    this.#config = config
    this.offerId = offerId
  }

  /** Reads offer and deals anew; what was shown stays while it fails. */
  async load(): Promise<void> {
    if (this.#loading) return
    this.#loading = true
    try {
      const [offer, deals] = await Promise.all([
        this.#api.getOffer(this.offerId),
        listAll((cursor) => this.#api.listOfferDeals(this.offerId, { cursor, limit: 100 })),
      ])
      this.own ??= readOwnOffer(offer, this.#config)
      this.offer = offer
      this.deals = deals.filter((deal) => deal.offerId === this.offerId)
      this.failure = null
    } catch (cause) {
      this.failure = failureOf(cause)
    } finally {
      this.#loading = false
    }
  }
}
