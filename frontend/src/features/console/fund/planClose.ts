import type { Offer } from '../../../api/marketModel.ts'
import type { Config } from '../../../api/model.ts'
import { encodeCall } from '../../../chain/encodeCall.ts'
import { dataMarketClose } from '../../../chain/marketAbi.gen.ts'
import { exactTag, formatTag } from '../../../ui/amount.ts'
import type { TransactionPlan } from '../../transactions/transactionPlan.ts'
import type { OwnOffer } from '../ownOffer.ts'
import { callMarket } from './planOpen.ts'

/** Ending an offer, or taking back what deals have returned to it since. */
export function planClose(offer: Offer, own: OwnOffer, config: Config): TransactionPlan {
  const free = BigInt(offer.free)
  const open = offer.state === 'open'
  return {
    title: open ? 'Close the offer' : 'Take back the free budget',
    outcome: open
      ? `Nobody can be accepted any more, and ${formatTag(free)} come back to you.`
      : `${formatTag(free)} come back to you.`,
    rows: [
      {
        label: 'Comes back as credit',
        value: exactTag(free),
        note: 'You pay it out under “For businesses”. What running deals give back later is taken back the same way.',
      },
      {
        label: 'Running deals',
        value: 'go on',
        note: 'People who were accepted still deliver and are paid.',
      },
    ],
    from: own.buyer,
    call: { name: 'close', arguments: { offer: own.id } },
    build: () => Promise.resolve(callMarket(config, own.buyer, encodeCall(dataMarketClose, [own.id]))),
  }
}
