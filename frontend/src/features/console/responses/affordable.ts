import type { Offer } from '../../../api/marketModel.ts'
import { takenPlaces } from '../../offers/offerWords.ts'
import type { OwnOffer } from '../ownOffer.ts'
import type { CheckedResponse } from './checkResponse.ts'

/**
 * As many good answers as budget and places reach for: the earliest first, as people would expect, skipping one
 * that is too dear for what is left.
 */
export function affordable(
  own: OwnOffer,
  offer: Offer,
  answers: readonly CheckedResponse[],
): CheckedResponse[] {
  const places = own.onChain.maxResponses - takenPlaces(offer)
  const epochs = BigInt(Math.max(1, own.onChain.epochs))
  let left = BigInt(offer.free)
  const fitting: CheckedResponse[] = []
  const earliestFirst = [...answers].sort(
    (one, other) => Date.parse(one.receivedAt) - Date.parse(other.receivedAt),
  )
  for (const answer of earliestFirst) {
    const cost = (answer.consent?.price ?? 0n) * epochs
    if (answer.verdict !== 'good' || fitting.length >= places || cost > left) continue
    left -= cost
    fitting.push(answer)
  }
  return fitting
}
