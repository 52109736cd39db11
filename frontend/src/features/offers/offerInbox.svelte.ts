import { type Failure, failureOf } from '../../api/failure.ts'
import { openMarket } from '../../api/market.ts'
import type { Offer } from '../../api/marketModel.ts'
import { checkOffer, type CheckedOffer } from './checkOffer.ts'
import { downloadOffers } from './downloadOffers.ts'

/** An offer as it was downloaded: checked, or with the reason why it is not believed. */
export interface OfferEntry {
  readonly offer: Offer
  readonly checked: CheckedOffer | null
  readonly failure: Failure | null
}

/** Every open offer of the gateway in use. An offer's own page is made of this list too, so that opening it asks nothing. */
class OfferInbox {
  status = $state<'unknown' | 'loading' | 'ready' | 'failed'>('unknown')
  failure = $state.raw<Failure | null>(null)
  entries = $state.raw<readonly OfferEntry[]>([])
  /** False when there are more offers than were downloaded. */
  complete = $state(true)
  #base: string | null = null
  #loading: Promise<void> | null = null

  /** Downloads all of them, unless they are there already. */
  async ensure(base: string): Promise<void> {
    if (this.status !== 'ready' || this.#base !== base) await this.load(base)
  }

  /** Downloads all of them. A failed refresh keeps the old list of the same gateway. */
  load(base: string): Promise<void> {
    if (this.#loading && this.#base === base) return this.#loading
    if (this.#base !== base) this.entries = []
    this.#base = base
    this.status = 'loading'
    this.failure = null
    const loading = this.#download(base).finally(() => {
      if (this.#loading === loading) this.#loading = null
    })
    this.#loading = loading
    return loading
  }

  async #download(base: string): Promise<void> {
    try {
      const { offers, complete } = await downloadOffers(openMarket(base))
      if (this.#base !== base) return
      this.entries = offers.map(readEntry)
      this.complete = complete
      this.status = 'ready'
    } catch (cause) {
      if (this.#base !== base) return
      this.failure = failureOf(cause)
      this.status = 'failed'
    }
  }

  find(offerId: string): OfferEntry | undefined {
    return this.entries.find(({ offer }) => offer.offerId === offerId)
  }
}
export const offerInbox = new OfferInbox()

/** The offer with its checked terms or with what is wrong with it. */
export function readEntry(offer: Offer): OfferEntry {
  try {
    return { offer, checked: checkOffer(offer), failure: null }
  } catch (cause) {
    return { offer, checked: null, failure: failureOf(cause) }
  }
}
