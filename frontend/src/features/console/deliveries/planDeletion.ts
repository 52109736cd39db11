import type { Deal } from '../../../api/marketModel.ts'
import type { Config, Hex } from '../../../api/model.ts'
import { encodeCall } from '../../../chain/encodeCall.ts'
import { dataMarketAttestDeletion } from '../../../chain/marketAbi.gen.ts'
import { contentDigest } from '../../../domain/contentDigest.ts'
import { utf8 } from '../../../domain/utf8.ts'
import type { TransactionPlan } from '../../transactions/transactionPlan.ts'
import { callMarket } from '../fund/planOpen.ts'
import type { OwnOffer } from '../ownOffer.ts'

/** What a business declares; the chain gets its digest, the business keeps the words. */
export interface Statement {
  readonly text: string
  readonly digest: Hex
}

export const deletionWords =
  'We deleted every copy of the data that this consent covered and told everybody we passed it on to.'

/** The statement that the data of one withdrawn consent is gone. */
export function buildStatement(
  offer: OwnOffer,
  deal: Pick<Deal, 'profileId' | 'digest'>,
  nowSeconds: number,
): Statement {
  const text = JSON.stringify({
    type: 'deletion',
    version: 1,
    offer: offer.id,
    profile: deal.profileId,
    consent: deal.digest,
    controller: offer.terms.controller.name,
    deletedAt: Math.floor(nowSeconds),
    words: deletionWords,
  })
  return { text, digest: contentDigest(utf8(text)) }
}

/** Declaring the deletion, for everybody to see. */
export function planDeletion(
  offer: OwnOffer,
  deal: Pick<Deal, 'profileId' | 'digest'>,
  statement: Statement,
  config: Config,
): TransactionPlan {
  return {
    title: 'Declare the data deleted',
    outcome: `Everybody can see that you declared the data of profile ${deal.profileId} deleted.`,
    rows: [
      {
        label: 'You declare',
        value: deletionWords,
        note: 'Do it first: nobody can check it, and you answer for it.',
      },
      {
        label: 'Digest on the chain',
        value: statement.digest,
        note: 'The words are kept in this browser and offered as a file.',
      },
    ],
    from: offer.buyer,
    call: {
      name: 'attestDeletion',
      arguments: { offer: offer.id, profile: deal.profileId, statement: statement.digest },
    },
    build: () =>
      Promise.resolve(
        callMarket(
          config,
          offer.buyer,
          encodeCall(dataMarketAttestDeletion, [offer.id, BigInt(deal.profileId), statement.digest]),
        ),
      ),
  }
}
