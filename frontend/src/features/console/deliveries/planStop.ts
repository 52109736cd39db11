import type { Deal } from '../../../api/marketModel.ts'
import type { Config } from '../../../api/model.ts'
import { encodeCall } from '../../../chain/encodeCall.ts'
import { dataMarketReclaim, dataMarketStop } from '../../../chain/marketAbi.gen.ts'
import { exactTag, formatTag } from '../../../ui/amount.ts'
import type { TransactionPlan } from '../../transactions/transactionPlan.ts'
import { callMarket } from '../fund/planOpen.ts'
import type { OwnOffer } from '../ownOffer.ts'
import { heldBy } from './overdue.ts'

/** Ending a subscription with the epoch that runs. */
export function planStop(offer: OwnOffer, deal: Pick<Deal, 'profileId'>, config: Config): TransactionPlan {
  return {
    title: 'Stop the subscription',
    outcome: `Profile ${deal.profileId} delivers once more at most; the rest of the price comes back to your offer.`,
    rows: [
      { label: 'The running delivery', value: 'can still come, and is then paid' },
      { label: 'Everything after it', value: 'is not paid; its price comes back at once' },
    ],
    from: offer.buyer,
    call: { name: 'stop', arguments: { offer: offer.id, profile: deal.profileId } },
    build: () =>
      Promise.resolve(
        callMarket(config, offer.buyer, encodeCall(dataMarketStop, [offer.id, BigInt(deal.profileId)])),
      ),
  }
}

/** Taking back the price of somebody who did not deliver in time. */
export function planReclaim(
  offer: OwnOffer,
  deal: Pick<Deal, 'profileId' | 'price' | 'credited' | 'returned'>,
  config: Config,
  { number, of }: { number: number; of: number } = { number: 1, of: 1 },
): TransactionPlan {
  const held = heldBy(offer, deal)
  return {
    title: of > 1 ? `Take the prices back, ${number} of ${of}` : 'Take the price back',
    outcome: `${formatTag(held)} come back to your offer, because nothing was delivered in time.`,
    rows: [
      { label: 'Profile', value: deal.profileId },
      { label: 'Comes back', value: exactTag(held) },
      ...(of > 1 ? [{ label: 'In all', value: `${of} transactions, one after another` }] : []),
    ],
    from: offer.buyer,
    call: { name: 'reclaim', arguments: { offer: offer.id, profile: deal.profileId } },
    build: () =>
      Promise.resolve(
        callMarket(config, offer.buyer, encodeCall(dataMarketReclaim, [offer.id, BigInt(deal.profileId)])),
      ),
  }
}
