import { findLeastLevel, mostPerPerson } from '../../../market/levelWorth.ts'
import { formatTag } from '../../../ui/amount.ts'

/**
 * Why the level asked for does not carry what one person could earn; null when it does. Level 0 carries anything, for
 * nobody is paid as a person there; `stake` is what lies in a vouch, null on a network without people.
 */
export function worthFault(level: number, price: bigint, stake: bigint | null): string | null {
  if (stake === null || level === 0 || price <= mostPerPerson(level, stake)) return null
  const least = findLeastLevel(price, stake)
  return `One person could earn ${formatTag(price)}, and level ${level} carries ${formatTag(mostPerPerson(level, stake))}: beyond that, making fakes pays off. ${
    least === null ? 'Pay less.' : `Pay less, or ask for level ${least}.`
  }`
}

/** What is said under the choice of a level. */
export function levelHint(level: number, stake: bigint | null): string {
  if (stake === null) {
    return level > 0
      ? 'This network has no personhood registry: nobody has a level, so nobody could answer.'
      : 'How sure the network is that a profile is one person.'
  }
  return level > 0
    ? `At level ${level}, one person can be paid ${formatTag(mostPerPerson(level, stake))} at most: half of what a fake of that level costs.`
    : 'Everyone can answer, fakes too: nothing says that two answers come from two people.'
}
