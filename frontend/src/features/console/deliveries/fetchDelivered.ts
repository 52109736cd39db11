import { parseConsent } from '../../../api/consentBody.ts'
import { failureOf } from '../../../api/failure.ts'
import type { Deal, SaleResponse } from '../../../api/marketModel.ts'
import type { Hex } from '../../../api/model.ts'
import type { SentDelivery } from '../../../chain/readDelivery.ts'
import { bytesOfHex } from '../../../domain/bytesOfHex.ts'
import type { OfferSecrets, OwnOffer } from '../ownOffer.ts'
import { loadContents, type CheckSources } from '../responses/checkResponse.ts'
import { checkKinds } from '../responses/checkSelection.ts'
import type { Delivered } from './openDelivery.ts'

/** One key that came: of a single sale, or of an epoch. */
export interface Arrival {
  readonly deal: Deal
  readonly epoch: number | null
  readonly at: string
  readonly envelope: string | null
  readonly txHash: Hex
}

export interface DeliverySources extends Pick<CheckSources, 'loadEnvelope'> {
  readDelivery(hash: Hex, deal: { offer: Hex; profile: bigint; epoch?: number }): Promise<SentDelivery | null>
}

/** The keys that came for these deals, in the order of the deals; a subscription's earliest first. */
export function listArrivals(deals: readonly Deal[], responses: readonly SaleResponse[]): Arrival[] {
  return deals.flatMap((deal) => {
    const envelope = responses.find(({ dealId }) => dealId === deal.dealId)?.envelope ?? null
    const { delivery } = deal
    const once: Arrival[] = delivery
      ? [{ deal, epoch: null, at: delivery.at, envelope, txHash: delivery.txHash as Hex }] // Safety: the API's pattern.
      : []
    const epochs = [...deal.epochs]
      .sort((one, other) => one.epoch - other.epoch)
      .map((sent): Arrival => ({
        deal,
        epoch: sent.epoch,
        at: sent.at,
        envelope: sent.envelope,
        txHash: sent.txHash as Hex, // Safety: the API's pattern.
      }))
    return [...once, ...epochs]
  })
}

/**
 * Everything that opening takes, or a sentence why it is not at hand; `later` says whether asking again may help.
 * Nothing is opened here.
 */
export async function fetchDelivered(
  offer: OwnOffer,
  secrets: OfferSecrets,
  arrival: Arrival,
  response: SaleResponse | undefined,
  sources: DeliverySources,
): Promise<Delivered | { sentence: string; later: boolean }> {
  const { deal, epoch, envelope } = arrival
  if (!response || !envelope) {
    return {
      sentence: 'This gateway no longer keeps the sealed record: it is dropped a day after a deal is over.',
      later: false,
    }
  }
  try {
    const consent = parseConsent(response.consent)
    const place = {
      deal: bytesOfHex(deal.dealId, 32),
      envelope,
      ...(epoch === null ? { epoch: 0 } : { epoch }),
    }
    const opened = await loadContents(offer, secrets, place, sources)
    if ('check' in opened) return { sentence: opened.check.sentence, later: opened.check.state === 'unknown' }
    const kinds = checkKinds(offer, consent, opened.contents)
    if (!kinds.selection) return { sentence: kinds.check.sentence, later: false }
    const name = { offer: offer.id, profile: consent.profile, ...(epoch === null ? {} : { epoch }) }
    const sent = await sources.readDelivery(arrival.txHash, name)
    if (!sent)
      return {
        sentence: 'The proof could not be read from its transaction. Without it nothing is opened.',
        later: true,
      }
    return { consent, selection: kinds.selection, contents: opened.contents, sent }
  } catch (cause) {
    const failure = failureOf(cause)
    return { sentence: failure.detail || 'It could not be fetched.', later: failure.retryable }
  }
}
