import type { Offer } from '../../api/marketModel.ts'
import { formatTag } from '../../ui/amount.ts'
import { claimableOf } from '../earnings/earnings.ts'
import type { Answer } from './answer.ts'

/** What an answer's offer promises, where it is known. */
export type KnownOffer = Pick<Offer, 'onChain'> | null

/** The share of a price that is paid with the delivery. */
export function upfrontOf(price: bigint, offer: KnownOffer): bigint {
  return (price * BigInt(offer?.onChain.upfrontBps ?? 10_000)) / 10_000n
}

/** What becomes true when this answer is withdrawn now, in one or two sentences. */
export function whatRevokingDoes({ state, deal }: Answer, offer: KnownOffer, nowSeconds: number): string {
  const price = BigInt(deal?.price ?? 0)
  switch (state) {
    case 'prepared':
    case 'expired':
      return 'This offer can then never take a consent of yours. Nothing was sold.'
    case 'signed':
    case 'sent':
    case 'withdrawing':
      return 'The business can no longer accept your answer. Nothing was sold, and nothing is paid.'
    case 'accepted':
      return `Nothing was delivered: ${formatTag(price)} goes back to the business, and what you sealed stays closed.`
    case 'delivered': {
      const upfront = upfrontOf(price, offer)
      if (upfront === price)
        return `The business has the data and must delete it. You are still paid ${formatTag(price)} when the window ends.`
      return `The business has the data and must delete it. When the window ends you are paid ${formatTag(upfront)}; ${formatTag(price - upfront)} goes back.`
    }
    case 'vesting': {
      const due = deal ? claimableOf(deal, nowSeconds) : 0n
      const back = deal ? price - BigInt(deal.credited) - due : 0n
      return `You keep what you have earned, about ${formatTag(due)} more than was credited. About ${formatTag(back)} goes back, and the business must delete the data.`
    }
    case 'subscribed':
      return 'No further delivery is made or paid. What was delivered stays paid, and the business must delete it.'
    case 'settled':
      return 'What you were paid stays yours. The business must stop using the data and delete it; the chain records that you asked.'
    case 'refunded':
      return 'Nothing was paid and nothing changes, except that the chain records your withdrawal.'
    case 'revoked':
    case 'barred':
      return 'You have withdrawn already.'
  }
}

/** Whether there is anything left to withdraw. */
export function isRevocable({ state, deal }: Answer): boolean {
  return state !== 'revoked' && state !== 'barred' && !deal?.withdrawn
}
