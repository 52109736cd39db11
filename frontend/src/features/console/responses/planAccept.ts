import { Failure } from '../../../api/failure.ts'
import type { Config } from '../../../api/model.ts'
import { encodeCall } from '../../../chain/encodeCall.ts'
import { faultSentence } from '../../../chain/faults.ts'
import { dataMarketAcceptMany } from '../../../chain/marketAbi.gen.ts'
import { readAccepted } from '../../../chain/marketLogs.ts'
import { addressOf, readMarket, type MarketReads } from '../../../chain/readMarket.ts'
import type { Receipt } from '../../../chain/readReceipt.ts'
import { exactTag, formatTag } from '../../../ui/amount.ts'
import { countOf } from '../../../ui/count.ts'
import type { TransactionPlan } from '../../transactions/transactionPlan.ts'
import { callMarket } from '../fund/planOpen.ts'
import type { OwnOffer } from '../ownOffer.ts'
import type { CheckedResponse } from './checkResponse.ts'

/** As many answers as one transaction takes well below a block's gas. */
export const batchSize = 40

/** The chosen answers in transactions of at most 40, those that are good alone. */
export function batchesOf(chosen: readonly CheckedResponse[]): CheckedResponse[][] {
  const good = chosen.filter(({ verdict, consent }) => verdict === 'good' && consent !== null)
  return Array.from({ length: Math.ceil(good.length / batchSize) }, (_, at) =>
    good.slice(batchSize * at, batchSize * (at + 1)),
  )
}

/** What accepting costs: the price, in a subscription that of every epoch. */
export function costOf(offer: OwnOffer, answers: readonly CheckedResponse[]): bigint {
  const epochs = BigInt(Math.max(1, offer.onChain.epochs))
  return answers.reduce((sum, { consent }) => sum + (consent?.price ?? 0n) * epochs, 0n)
}

/** Accepting one batch: each price is locked; what does not pass in its moment is left out and named. */
export function planAccept(
  offer: OwnOffer,
  batch: readonly CheckedResponse[],
  config: Config,
  { number, of }: { number: number; of: number } = { number: 1, of: 1 },
): TransactionPlan {
  const cost = costOf(offer, batch)
  const answers = batch.flatMap(({ consent, signature }) => (consent ? [{ consent, signature }] : []))
  const profiles = answers.map(({ consent }) => String(consent.profile))
  return {
    title: of > 1 ? `Accept answers, part ${number} of ${of}` : 'Accept answers',
    outcome: `${formatTag(cost)} of your budget are locked for ${countOf(answers.length, 'person', 'people')}, who then deliver.`,
    rows: [
      { label: 'Profiles', value: profiles.join(', ') },
      {
        label: 'Locked from the budget',
        value: exactTag(cost),
        note: 'Only the person, or time, undoes an acceptance. What is not delivered in time comes back.',
      },
      { label: 'Answers that changed meanwhile', value: 'are left out and named with the reason' },
    ],
    from: offer.buyer,
    call: { name: 'acceptMany', arguments: { consents: answers.map(({ consent }) => consent) } },
    async build(provider) {
      const { minLevel } = offer.onChain
      if (minLevel > 0) await refuseFallen(readMarket(provider, config.contracts), minLevel, profiles)
      return callMarket(
        config,
        offer.buyer,
        encodeCall(dataMarketAcceptMany, [
          answers.map(({ consent }) => consent),
          answers.map(({ signature }) => signature),
        ]),
      )
    },
  }
}

/** Nobody's level is below the offer's by now. Raises `consent.level`, naming who fell and how far. */
async function refuseFallen(
  reads: Pick<MarketReads, 'level'>,
  minLevel: number,
  profileIds: readonly string[],
): Promise<void> {
  const levels = await Promise.all(profileIds.map((id) => reads.level(BigInt(id))))
  const fallen = profileIds.flatMap((id, at) => {
    const level = levels[at] ?? 0
    return level < minLevel ? [`profile ${id} has level ${level}`] : []
  })
  if (fallen.length > 0)
    throw new Failure(
      'consent.level',
      `Your offer asks for level ${minLevel}, and by now ${fallen.join(', ')}. Leave those answers out.`,
    )
}

/** An answer that the contract left out, and why. */
export interface Skipped {
  readonly profileId: string
  readonly sentence: string
}

/** What a batch's transaction did. An answer without an event of either kind is named too. */
export function readOutcome(
  receipt: Receipt,
  batch: readonly CheckedResponse[],
  config: Config,
): { accepted: number; skipped: Skipped[] } {
  const { accepted, skipped } = readAccepted(receipt, addressOf(config.contracts, 'DataMarket'))
  const left = batch.filter(({ dealId }) => !accepted.includes(dealId))
  return {
    accepted: batch.length - left.length,
    skipped: left.map(({ dealId, profileId }) => {
      const found = skipped.find((item) => item.dealId === dealId)
      return {
        profileId,
        sentence: found
          ? faultSentence(found.fault)
          : 'The transaction says nothing about it. Reload the page.',
      }
    }),
  }
}
