import type { Deal, SaleResponse } from '../../../api/marketModel.ts'
import type { Hex } from '../../../api/model.ts'
import type { BoughtBundle } from '../export/bundle.ts'
import type { OfferSecrets, OwnOffer } from '../ownOffer.ts'
import { fetchDelivered, listArrivals, type Arrival, type DeliverySources } from './fetchDelivered.ts'
import { openDelivery, type Opened } from './openDelivery.ts'

/** What became of one key that came; `missing`: what opening takes is not at hand. */
export type Arrived = Arrival & { result: Opened | { state: 'missing'; sentence: string; later: boolean } }

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

  #isDue(arrival: Arrival): boolean {
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

/** What was opened, as an export takes it. The deals say who has withdrawn by now. */
export function listBundles(arrived: Iterable<Arrived>, deals: readonly Deal[]): BoughtBundle[] {
  return [...arrived].flatMap(({ deal, epoch, at, result }) => {
    if (result.state !== 'opened') return []
    const { withdrawn } = deals.find(({ dealId }) => dealId === deal.dealId) ?? deal
    return {
      deal: deal.dealId as Hex, // Safety: the API's pattern.
      consent: deal.digest as Hex, // Safety: openDelivery compared it with its own.
      profile: deal.profileId,
      kinds: result.bundle.kinds,
      day: result.bundle.day,
      deliveredAt: Math.floor(Date.parse(at) / 1000),
      epoch,
      withdrawnAt: withdrawn ? Math.floor(Date.parse(withdrawn.at) / 1000) : null,
    }
  })
}
