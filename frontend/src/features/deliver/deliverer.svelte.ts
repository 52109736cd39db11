import { parseConsent } from '../../api/consentBody.ts'
import { openMarket } from '../../api/market.ts'
import type { Deal, Offer } from '../../api/marketModel.ts'
import type { Config } from '../../api/model.ts'
import { hexOfBytes } from '../../domain/hexOfBytes.ts'
import { marketDigest } from '../../market/consent.ts'
import { gateway } from '../../state/gateway.svelte.ts'
import { session } from '../../state/session.svelte.ts'
import { vault } from '../../state/vault.svelte.ts'
import type { DealSecret } from '../../vault/keyFile.ts'
import { DealDelivery, type DeliveryState } from './dealDelivery.ts'
import { judgeDelivery, type Verdict } from './judgeDelivery.ts'
import { listOwnDeals } from './listOwnDeals.ts'
import { marketDomain } from './marketDomain.ts'
import { openPorts } from './ports.ts'
import { takeFacts } from './readFacts.ts'
import { isWithdrawnHere } from './withdrawn.ts'
import { withLock } from './withLock.ts'

export interface DeliveryView {
  dealId: string
  offerId: string
  state: DeliveryState
}

/** How long a deal that the gateway says nobody accepted is left in peace before the chain is asked itself. */
const scanMilliseconds = 10 * 60_000

/**
 * Delivers what is due, for as long as the page is open and the vault is unlocked; while it is locked, it only
 * knows from the public chain how many deliveries wait.
 */
class Deliverer {
  /** Every answer that is not closed, as its delivery stands. */
  views = $state.raw<readonly DeliveryView[]>([])
  /** Deliveries that are due and wait for the vault. */
  locked = $state(0)
  readonly #deliveries = new Map<string, DealDelivery>()
  readonly #offers = new Map<string, Offer>()
  #profile: string | null = null
  #running = false
  #scannedAt = 0

  /** Looks once at everything. Never raises; what fails is in the views. */
  async tick(): Promise<void> {
    const { config, scope } = gateway
    const profile = session.viewer
    if (profile !== this.#profile) this.#forget(profile)
    if (this.#running || !config || !scope || !profile) return
    this.#running = true
    try {
      const deals = await listOwnDeals(openMarket(gateway.url), profile).catch(() => null)
      if (vault.status === 'open') {
        this.locked = 0
        await withLock(`deliver:${scope}:${profile}`, () => this.#deliver(deals, config, scope))
      } else {
        this.views = []
        if (deals) this.locked = await this.#countDue(deals)
      }
    } finally {
      this.#running = false
    }
  }

  #forget(profile: string | null): void {
    this.#profile = profile
    this.#deliveries.clear()
    this.views = []
    this.locked = 0
  }

  async #deliver(deals: readonly Deal[] | null, config: Config, scope: string): Promise<void> {
    const scans = deals === null || Date.now() - this.#scannedAt > scanMilliseconds
    if (scans) this.#scannedAt = Date.now()
    const views: DeliveryView[] = []
    for (const secret of openSecrets(vault.deals, deals, config)) {
      const known = deals?.find(({ dealId }) => dealId === secret.dealId)
      const name = secret.dealId + secret.nonce
      const delivery = this.#deliveries.get(name) ?? new DealDelivery(secret)
      this.#deliveries.set(name, delivery)
      if (scans || known)
        await delivery.step(openPorts(config, scope, deals === null ? undefined : (known ?? null)))
      views.push({ dealId: secret.dealId, offerId: secret.offerId, state: delivery.state })
      if (vault.status !== 'open') return
    }
    this.views = views
  }

  /** By the gateway's word alone: it is only asked to open the vault for these. */
  async #countDue(deals: readonly Deal[]): Promise<number> {
    let due = 0
    for (const deal of deals) {
      if (deal.state !== 'accepted' && deal.state !== 'subscribed') continue
      const offer = this.#offers.get(deal.offerId) ?? (await this.#getOffer(deal.offerId))
      if (offer && isDue(judgeDelivery(takeFacts(deal, offer, deal.digest ?? '0x')))) due += 1
    }
    return due
  }

  async #getOffer(offerId: string): Promise<Offer | null> {
    const offer = await openMarket(gateway.url)
      .getOffer(offerId)
      .catch(() => null)
    if (offer) this.#offers.set(offerId, offer)
    return offer
  }
}
export const deliverer = new Deliverer()

/** Due now, or as soon as the acceptance is final: a matter of minutes. */
const isDue = (verdict: Verdict): boolean =>
  verdict.act === 'deliver' || (verdict.act === 'wait' && verdict.why === 'not_final')

/**
 * The signed answers that may have something to deliver; of several to one offer the one that was accepted. One
 * that is closed counts again when the chain has accepted just that: another device may have been mistaken. One
 * that was withdrawn never does, whatever the chain shows.
 */
export function openSecrets(
  secrets: readonly DealSecret[],
  deals: readonly Deal[] | null,
  config: Config,
): DealSecret[] {
  const running = new Map(
    (deals ?? [])
      .filter(({ state }) => state === 'accepted' || state === 'subscribed')
      .map(({ dealId, digest }) => [dealId, digest]),
  )
  const signed = secrets.filter(({ state, signature }) => signature !== null && state !== 'withdrawn')
  return signed.filter((secret) => {
    if (isWithdrawnHere(secret.offerId, config)) return false
    const digest = running.get(secret.dealId)
    const isAccepted = digest !== undefined && digestOf(secret, config) === digest
    if (secret.state === 'closed' || secret.state === 'dropped') return isAccepted
    const rivals = signed.filter(({ dealId }) => dealId === secret.dealId)
    return rivals.length === 1 || !digest || isAccepted
  })
}

function digestOf(secret: DealSecret, config: Config): string {
  return hexOfBytes(marketDigest('Consent', parseConsent(secret.consent), marketDomain(config)))
}
