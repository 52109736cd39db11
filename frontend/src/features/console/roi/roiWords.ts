import type { Unit, Why } from './computeNumbers.ts'
import type { SpelledNumber } from './spellNumber.ts'

/** What each number is, in the words of `hashtagspace report`. */
export const numberNames: Record<string, string> = {
  cost_per_person: 'Paid per person',
  spend_per_real_person: 'Spend per real person',
  real_people: 'Real people among those paid',
  fake_share: 'Share of fakes among people of the level',
  real_lost: 'Real people lost to the filter',
  real_lost_share: 'Share of the network’s real people whom the level leaves out',
  audience_fake_share: 'Share of fakes in your audience',
  money_saved: 'Money not spent on fakes',
  lift: 'Lift against the hold-out',
  targeted_conversions: 'Conversions per 1,000 TAG, with the level',
  untargeted_conversions: 'Conversions per 1,000 TAG, without',
  conversions_gain: 'Difference of the two',
}

/** Why a number is not shown. */
export const whyNot: Record<Why, string> = {
  no_sample: 'nobody of the calibration sample has been judged yet',
  nobody_paid: 'nobody was paid yet',
  nobody_left_out: 'the level leaves out nobody of your audience',
  no_audience: 'no audience was given',
  no_hold_out: 'no hold-out was given',
  no_reached: 'no reached part of the audience was given',
  no_untargeted: 'nothing untargeted was given',
  crosses_zero: 'the interval reaches zero: it may be nothing',
  unbounded: 'the sample does not exclude that nobody paid is real',
  filter_unclear: 'the sample does not show that the level tells fakes from people',
}

/** What stands under every report. */
export const limits = [
  'Hired people are not seen: a real person whose account somebody rents counts as real.',
  'A jury of five can be wrong; its verdicts are taken as they are.',
  'Interval: 95 %. It holds whatever drawn people who gave no answer are.',
  'People are counted by the level they have at the block named, not at the time they were paid.',
]

const units: Record<Unit, string> = { share: '', people: '', tag: ' TAG', per_thousand_tag: '' }

/** "12.3 %", "1,024 TAG": what stands on the page for a number's decimal text. */
export function showValue(text: string, unit: Unit): string {
  const value = Number(text)
  if (unit === 'share') return `${(value * 100).toLocaleString('en', { maximumFractionDigits: 2 })} %`
  const maximumFractionDigits = unit === 'people' ? 1 : 2
  return value.toLocaleString('en', { maximumFractionDigits }) + units[unit]
}

/** "3.8 % to 8.5 %", or why there is nothing; null for a number that is exact. */
export function showInterval({ low, high, why, unit }: SpelledNumber): string | null {
  if (why) return whyNot[why]
  if (low === null || high === null || low === high) return null
  return `${showValue(low, unit)} to ${showValue(high, unit)}`
}
