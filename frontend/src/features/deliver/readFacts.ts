import type { Consent } from '../../api/consentBody.ts'
import type { Deal, Offer } from '../../api/marketModel.ts'
import type { Hex } from '../../api/model.ts'
import { readDeal, readHeadSeconds, readOfferState, type ChainDeal } from '../../chain/readDeal.ts'
import type { Provider } from '../../wallet/provider.ts'
import type { DeliveryFacts } from './judgeDelivery.ts'

type Own = Pick<Consent, 'offer' | 'profile'> & { digest: Hex }

/** What the chain itself says of a deal. Raises the node's error or `chain.unreachable`. */
export async function readFacts(provider: Provider, market: Hex, own: Own): Promise<DeliveryFacts> {
  const [latest, final, offer, headSeconds] = await Promise.all([
    readDeal(provider, market, own, 'latest'),
    readDeal(provider, market, own, 'finalized'),
    readOfferState(provider, market, own.offer),
    readHeadSeconds(provider),
  ])
  const { deliverSeconds } = offer
  return { digest: own.digest, latest, final, deliverSeconds, headSeconds, clockSeconds: clockSeconds() }
}

/** The same as the gateway tells it: for whoever chose its word as their chain source, and for the locked vault's note. */
export function takeFacts(deal: Deal, offer: Pick<Offer, 'onChain'>, digest: Hex): DeliveryFacts {
  const latest = chainDealOf(deal, offer.onChain.epochs)
  return {
    digest,
    latest,
    final: deal.acceptFinal ? latest : { ...latest, state: 'none' },
    deliverSeconds: offer.onChain.deliverSeconds,
    headSeconds: clockSeconds(),
    clockSeconds: clockSeconds(),
  }
}

function chainDealOf(deal: Deal, epochs: number): ChainDeal {
  const acceptedSeconds = Math.floor(Date.parse(deal.acceptedAt ?? '') / 1000)
  const next = deal.epochs.reduce((most, { epoch }) => Math.max(most, epoch + 1), 0)
  return {
    price: BigInt(deal.price ?? 0),
    timeSeconds: deal.state === 'subscribed' ? acceptedSeconds : (deal.until ?? 0),
    state: deal.state,
    withdrawn: deal.withdrawn !== null,
    epochs,
    next,
    left: epochs - next,
    word: deal.digest ?? '0x',
  }
}

const clockSeconds = (): number => Math.floor(Date.now() / 1000)
