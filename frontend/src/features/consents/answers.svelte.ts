import { type Failure, failureOf } from '../../api/failure.ts'
import { openMarket } from '../../api/market.ts'
import type { Deal, Offer } from '../../api/marketModel.ts'
import { gateway } from '../../state/gateway.svelte.ts'
import { onLiveMarket } from '../../state/live.ts'
import { session } from '../../state/session.svelte.ts'
import { vault } from '../../state/vault.svelte.ts'
import { clock } from '../../ui/clock.svelte.ts'
import { listOwnDeals } from '../deliver/listOwnDeals.ts'
import { readEntry, type OfferEntry } from '../offers/offerInbox.svelte.ts'
import { listAnswers } from './answer.ts'

const settleMilliseconds = 600
const pollMilliseconds = 30_000

/** The answers of the profile in use: what the chain says of them, joined with what the open vault keeps. */
class Answers {
  deals = $state.raw<readonly Deal[]>([])
  offers = $state.raw<ReadonlyMap<string, OfferEntry>>(new Map())
  status = $state<'loading' | 'ready' | 'failed'>('loading')
  failure = $state.raw<Failure | null>(null)
  readonly items = $derived(listAnswers(this.deals, vault.deals, clock.now / 1000))
  #profile: string | null = null

  /** Keeps up with the chain while a component that calls it is there. */
  follow(): void {
    $effect(() => {
      void [gateway.api, session.viewer]
      void this.load()
      const timer = setInterval(() => void this.load(), pollMilliseconds)
      let soon: ReturnType<typeof setTimeout> | undefined
      const unlisten = onLiveMarket(() => {
        clearTimeout(soon)
        soon = setTimeout(() => void this.load(), settleMilliseconds)
      })
      return () => {
        clearInterval(timer)
        clearTimeout(soon)
        unlisten()
      }
    })
    $effect(() => {
      for (const { offerId } of this.items) if (!this.offers.has(offerId)) void this.#loadOffer(offerId)
    })
  }

  /** Reads the deals once. A failed read keeps what is known. */
  async load(): Promise<void> {
    const { viewer } = session
    if (viewer !== this.#profile) {
      this.#profile = viewer
      this.deals = []
      this.status = 'loading'
    }
    if (!viewer) return
    try {
      const deals = await listOwnDeals(openMarket(gateway.api.base), viewer)
      if (viewer !== this.#profile) return
      this.deals = deals
      this.status = 'ready'
      this.failure = null
    } catch (cause) {
      if (viewer !== this.#profile) return
      this.failure = failureOf(cause)
      this.status = 'failed'
    }
  }

  /** An offer that this profile answered, which the gateway knows already: asking for it tells nothing. */
  async #loadOffer(offerId: Offer['offerId'] | string): Promise<void> {
    const asked = new Map(this.offers)
    try {
      asked.set(offerId, readEntry(await openMarket(gateway.api.base).getOffer(offerId)))
      this.offers = new Map([...this.offers, ...asked])
    } catch {
      // The gateway is away: the next look asks again.
    }
  }
}
export const answers = new Answers()
