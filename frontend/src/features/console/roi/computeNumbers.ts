/**
 * What a campaign costs and brings per real person: the twin of `backend/hashtagspace/market/roi.py`. A number that its
 * interval does not tell from zero is not shown; the real people lost to the filter always are.
 */
import {
  crossesZero,
  falseAlarms,
  newcombe,
  predict,
  roganGladen,
  scaled,
  shareOf,
  wilson,
  type Counts,
  type Filter,
  type Interval,
} from './intervals.ts'

export type Unit = 'share' | 'people' | 'tag' | 'per_thousand_tag'
export type Why =
  | 'no_sample'
  | 'nobody_paid'
  | 'nobody_left_out'
  | 'no_audience'
  | 'no_hold_out'
  | 'no_reached'
  | 'no_untargeted'
  | 'crosses_zero'
  | 'unbounded'
  | 'filter_unclear'

/** People drawn uniformly from one side of the filter, as juries found them. */
export interface Stratum {
  readonly population: number
  readonly real: number
  readonly fake: number
  readonly silent: number
}
/** A part of the audience, by whether they have the level. */
export interface Arm {
  readonly accepted: number
  readonly rejected: number
  readonly acceptedConversions: number
  readonly rejectedConversions: number
}
/** Amounts in 1e-18 TAG. */
export interface Inputs {
  readonly level: number
  readonly paid: bigint
  readonly paidAccepted: number
  readonly paidRejected: number
  readonly sampleAccepted: Stratum | null
  readonly sampleRejected: Stratum | null
  readonly audience: Arm | null
  readonly reached: Arm
  readonly heldOut: Arm
  readonly untargeted: Arm
  readonly untargetedSpend: bigint | null
}
export interface ReportNumber {
  readonly name: string
  readonly formula: string
  readonly inputs: readonly string[]
  readonly unit: Unit
  readonly found: Interval | Why
}

export const nobody: Arm = { accepted: 0, rejected: 0, acceptedConversions: 0, rejectedConversions: 0 }
const tagsOf = (amount: bigint): number => Number(amount) / 1e18

/** Every number of the report, in the order in which it is read. */
export function computeNumbers(given: Inputs): ReportNumber[] {
  const { sampleAccepted, sampleRejected, audience, paidAccepted } = given
  const number = (name: string, formula: string, inputs: string, unit: Unit, found: Interval | Why) => ({
    name,
    formula,
    inputs: inputs.split(' '),
    unit,
    found,
  })
  const paid = 'paid paidAccepted paidRejected'
  const samples = 'sampleAccepted sampleRejected'
  const real = paidAccepted ? (realAmong(sampleAccepted, paidAccepted) ?? 'no_sample') : 'nobody_paid'
  const lost = audience ? (realAmong(sampleRejected, audience.rejected) ?? 'no_sample') : 'no_audience'
  return [
    number('cost_per_person', 'division', paid, 'tag', costPerPerson(given)),
    number(
      'spend_per_real_person',
      'spend_over_predict',
      'paid paidAccepted sampleAccepted',
      'tag',
      spread(given.paid, real),
    ),
    number('real_people', 'predict', 'sampleAccepted paidAccepted', 'people', real),
    number(
      'fake_share',
      'share_of',
      'sampleAccepted',
      'share',
      bySample(sampleAccepted, shareOf) ?? 'no_sample',
    ),
    number('real_lost', 'predict', 'sampleRejected audience', 'people', lost),
    number('real_lost_share', 'false_alarms', samples, 'share', byFilter(given, falseAlarms)),
    number('audience_fake_share', 'rogan_gladen', `${samples} audience`, 'share', audienceFakes(given)),
    number(
      'money_saved',
      'predict_times_cost',
      `sampleRejected audience ${paid}`,
      'tag',
      hideZero(moneySaved(given)),
    ),
    number('lift', 'newcombe', 'reached heldOut', 'share', hideZero(lift(given))),
    ...conversions(given).map(([name, formula, inputs, found]) =>
      number(name, formula, inputs, 'per_thousand_tag', found),
    ),
  ]
}

function costPerPerson({ paid, paidAccepted, paidRejected }: Inputs): Interval | Why {
  const people = paidAccepted + paidRejected
  if (!people) return 'nobody_paid'
  const cost = tagsOf(paid) / people
  return { estimate: cost, low: cost, high: cost }
}

function spread(paid: bigint, real: Interval | Why): Interval | Why {
  if (typeof real === 'string') return real
  if (real.low <= 0 || real.estimate <= 0) return 'unbounded'
  const spent = tagsOf(paid)
  return { estimate: spent / real.estimate, low: spent / real.high, high: spent / real.low }
}

function audienceFakes(given: Inputs): Interval | Why {
  const { audience } = given
  const people = audience ? audience.accepted + audience.rejected : 0
  if (!audience || !people) return 'no_audience'
  return byFilter(given, (filter) => roganGladen(filter, audience.rejected, people))
}

function moneySaved({ audience, paid, paidAccepted, paidRejected, sampleRejected }: Inputs): Interval | Why {
  const people = paidAccepted + paidRejected
  if (!audience) return 'no_audience'
  if (!people) return 'nobody_paid'
  const { rejected } = audience
  if (!rejected) return 'nobody_left_out'
  const fakes = bySample(sampleRejected, (fake, judged) => predict(fake, judged, rejected))
  return fakes ? scaled(fakes, tagsOf(paid) / people) : 'no_sample'
}

function lift({ reached, heldOut }: Inputs): Interval | Why {
  if (!reached.accepted || !heldOut.accepted) return 'no_hold_out'
  return newcombe(
    wilson(reached.acceptedConversions, reached.accepted),
    wilson(heldOut.acceptedConversions, heldOut.accepted),
  )
}

type Compute = (hits: number, total: number) => Interval

function conversions({ reached, untargeted, paid, untargetedSpend }: Inputs) {
  const perThousand = (compute: Compute, count: number, people: number, spend: bigint) =>
    people && spend ? scaled(compute(count, people), (people * 1000) / tagsOf(spend)) : null
  const ours = (compute: Compute) => perThousand(compute, reached.acceptedConversions, reached.accepted, paid)
  const theirs = (compute: Compute) =>
    perThousand(
      compute,
      untargeted.acceptedConversions,
      untargeted.accepted + untargeted.rejected,
      untargetedSpend ?? 0n,
    )
  const [one, other] = [ours(wilson), theirs(wilson)]
  const gain: Interval | Why = one && other ? newcombe(one, other) : other ? 'no_reached' : 'no_untargeted'
  const rows: [name: string, formula: string, inputs: string, found: Interval | Why][] = [
    ['targeted_conversions', 'share_of_per_spend', 'reached paid', ours(shareOf) ?? 'no_reached'],
    [
      'untargeted_conversions',
      'share_of_per_spend',
      'untargeted untargetedSpend',
      theirs(shareOf) ?? 'no_untargeted',
    ],
    ['conversions_gain', 'newcombe_per_spend', 'reached paid untargeted untargetedSpend', hideZero(gain)],
  ]
  return rows
}

/** How many of these people are real, by a sample of their side of the filter. */
function realAmong(sample: Stratum | null, people: number): Interval | null {
  const fakes = bySample(sample, (fake, judged) => predict(fake, judged, people))
  return fakes && { estimate: people - fakes.estimate, low: people - fakes.high, high: people - fakes.low }
}

/** As found, then with all the silent real, then with all of them fake. */
function waysOf({ real, fake, silent }: Stratum): Counts[] {
  const judged = real + fake
  const all = judged + silent
  return silent
    ? [
        [fake, judged],
        [fake, all],
        [fake + silent, all],
      ]
    : [[fake, judged]]
}

const isJudged = (sample: Stratum | null): sample is Stratum =>
  sample !== null && sample.real + sample.fake > 0

/** The estimate from who was judged; the interval holds whatever the silent are. Null without a verdict. */
function bySample(sample: Stratum | null, compute: Compute): Interval | null {
  return isJudged(sample) ? hull(waysOf(sample).map((way) => compute(...way))) : null
}

function byFilter(given: Inputs, compute: (filter: Filter) => Interval | null): Interval | Why {
  const { sampleAccepted, sampleRejected } = given
  if (!isJudged(sampleAccepted) || !isJudged(sampleRejected)) return 'no_sample'
  const found: Interval[] = []
  for (const fakesTaken of waysOf(sampleAccepted)) {
    for (const fakesLeft of waysOf(sampleRejected)) {
      const { population: taken } = sampleAccepted
      const interval = compute({ fakesTaken, fakesLeft, taken, left: sampleRejected.population })
      if (!interval) return 'filter_unclear'
      found.push(interval)
    }
  }
  return hull(found)
}

function hull(found: readonly Interval[]): Interval {
  return {
    estimate: found[0]?.estimate ?? 0,
    low: Math.min(...found.map(({ low }) => low)),
    high: Math.max(...found.map(({ high }) => high)),
  }
}

const hideZero = (found: Interval | Why): Interval | Why =>
  typeof found !== 'string' && crossesZero(found) ? 'crosses_zero' : found
