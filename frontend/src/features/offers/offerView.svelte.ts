import { type Failure, failureOf } from '../../api/failure.ts'
import { openMarket } from '../../api/market.ts'
import { offerInbox, readEntry, type OfferEntry } from './offerInbox.svelte.ts'

/**
 * One offer. It is taken from the list of all of them, which is downloaded first if need be, so that looking at an
 * offer tells the gateway nothing; only one that is not open any more is asked for by its id.
 */
export class OfferView {
  failure = $state.raw<Failure | null>(null)
  readonly offerId: string
  #single = $state.raw<OfferEntry | null>(null)

  constructor(offerId: string) {
    this.offerId = offerId
  }

  get entry(): OfferEntry | null {
    return offerInbox.find(this.offerId) ?? this.#single
  }

  async load(base: string): Promise<void> {
    if (!this.offerId) return
    this.failure = null
    await offerInbox.ensure(base)
    if (offerInbox.find(this.offerId)) return
    try {
      this.#single = readEntry(await openMarket(base).getOffer(this.offerId))
    } catch (cause) {
      this.failure = failureOf(cause)
    }
  }
}
