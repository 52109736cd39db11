import type { components } from '../../../api/types.gen.ts'
import type { Deal, Offer } from '../../../api/marketModel.ts'
import { nobody, type Inputs, type Stratum } from './computeNumbers.ts'
import { countAudience, type Audience } from './readAudience.ts'

export type Sample = components['schemas']['CalibrationSample']

/** The filter that a report is about: the offer's own level, or 1 if it asks for none. */
export const filterOf = ({ onChain }: Pick<Offer, 'onChain'>): number => Math.max(1, onChain.minLevel)

interface Given {
  offer: Offer
  deals: readonly Deal[]
  levels: ReadonlyMap<string, number>
  sample: Sample | null
  audience: Audience | null
  untargetedSpend: bigint | null
}

/** What the numbers come from: payments and levels of the chain, the sample, the business's own list. */
export function buildInputs({ offer, deals, levels, sample, audience, untargetedSpend }: Given): Inputs {
  const level = filterOf(offer)
  const paid = deals.filter(({ credited }) => BigInt(credited) > 0n)
  const accepted = paid.filter(({ profileId }) => (levels.get(profileId) ?? 0) >= level)
  const rejected = paid.length - accepted.length
  const counts = countAudience(audience, levels, level)
  // Whoever answered an offer for everybody is its audience, where no list says more.
  const answered = !audience && paid.length > 0 && offer.onChain.minLevel < level
  return {
    level,
    paid: paid.reduce((sum, { credited }) => sum + BigInt(credited), 0n),
    paidAccepted: accepted.length,
    paidRejected: rejected,
    sampleAccepted: sample && countSide(sample.accepted),
    sampleRejected: sample && countSide(sample.rejected),
    ...counts,
    audience: answered ? { ...nobody, accepted: accepted.length, rejected } : counts.audience,
    untargetedSpend,
  }
}

function countSide({ population, drawn }: Sample['accepted']): Stratum {
  const count = (verdict: string) => drawn.filter((one) => one.verdict === verdict).length
  return { population, real: count('real'), fake: count('fake'), silent: count('silent') }
}
