import type { Deal, SaleResponse } from '../../../api/marketModel.ts'
import type { Hex } from '../../../api/model.ts'
import type { BoughtBundle } from '../export/bundle.ts'
import type { OfferSecrets, OwnOffer } from '../ownOffer.ts'
import { fetchDelivered, listArrivals, type Arrival, type DeliverySources } from './fetchDelivered.ts'
import { openDelivery, type Opened } from './openDelivery.ts'

/**
 * What became of one key that came. `missing`: what opening takes is not at hand. `withdrawn`: consent was taken
 * back, so the data is not opened, and what was opened before is forgotten.
 */
export type Arrived = Arrival & {
  result: Opened | { state: 'missing'; sentence: string; later: boolean } | { state: 'withdrawn' }
}

/** The data of one offer, opened as keys come; in this page's memory and nowhere else. */
export class Deliveries {
  /** By deal, or deal and epoch. */
  arrived = $state.raw<ReadonlyMap<string, Arrived>>(new Map())
  waiting = $state(0)
  readonly #sources: DeliverySources
  #busy = false

  constructor(sources: DeliverySources) {
    this.#sources = sources
  }

  /** Opens what has come and was not opened yet, one after another so that the page stays alive. */
  async load(
    offer: OwnOffer,
    secrets: OfferSecrets,
    deals: readonly Deal[],
    responses: readonly SaleResponse[],
  ): Promise<void> {
    if (this.#busy) return
    this.#busy = true
    this.#forget(deals)
    const due = listArrivals(deals, responses).filter((arrival) => this.#isDue(arrival))
    this.waiting = due.length
    for (const arrival of due) {
      const response = responses.find(({ dealId }) => dealId === arrival.deal.dealId)
      const result = await this.#open(offer, secrets, arrival, response)
      this.arrived = new Map([...this.arrived, [nameOf(arrival), { ...arrival, result }]])
      this.waiting -= 1
    }
    this.#busy = false
  }

  /** Nothing of somebody who withdrew stays in this page. */
  #forget(deals: readonly Deal[]): void {
    const gone = new Set(deals.filter(({ withdrawn }) => withdrawn).map(({ dealId }) => dealId))
    const due = [...this.arrived].filter(
      ([, { deal, result }]) => gone.has(deal.dealId) && result.state !== 'withdrawn',
    )
    if (due.length === 0) return
    const emptied = due.map(([name, one]): [string, Arrived] => [
      name,
      { ...one, result: { state: 'withdrawn' } },
    ])
    this.arrived = new Map([...this.arrived, ...emptied])
  }

  #isDue(arrival: Arrival): boolean {
    if (arrival.deal.withdrawn) return false
    const known = this.arrived.get(nameOf(arrival))?.result
    return !known || (known.state === 'missing' && known.later)
  }

  async #open(
    offer: OwnOffer,
    secrets: OfferSecrets,
    arrival: Arrival,
    response: SaleResponse | undefined,
  ): Promise<Arrived['result']> {
    const delivered = await fetchDelivered(offer, secrets, arrival, response, this.#sources)
    if (!('consent' in delivered)) return { state: 'missing', ...delivered }
    return openDelivery(offer, secrets, delivered, arrival.deal)
  }
}

export const nameOf = ({ deal, epoch }: Pick<Arrival, 'deal' | 'epoch'>): string =>
  `${deal.dealId}:${epoch ?? ''}`

/** What was opened, as an export takes it; nothing of those who have withdrawn by now. */
export function listBundles(arrived: Iterable<Arrived>, deals: readonly Deal[]): BoughtBundle[] {
  return [...arrived].flatMap(({ deal, epoch, at, result }) => {
    if (result.state !== 'opened') return []
    const { withdrawn } = deals.find(({ dealId }) => dealId === deal.dealId) ?? deal
    if (withdrawn) return []
    return {
      deal: deal.dealId as Hex, // Safety: the API's pattern.
      consent: deal.digest as Hex, // Safety: openDelivery compared it with its own.
      profile: deal.profileId,
      kinds: result.bundle.kinds,
      day: result.bundle.day,
      deliveredAt: Math.floor(Date.parse(at) / 1000),
      epoch,
      withdrawnAt: null,
    }
  })
}
