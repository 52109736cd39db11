import {
  juryAlreadyVettedError,
  juryNotNowError,
  juryProvenFakeError,
  juryTooEarlyError,
  rewardPoolAmountZeroError,
  rewardPoolNoLevelError,
  rewardPoolNothingDueError,
  vouchesAlreadyVouchedError,
  vouchesNotCustodyError,
  vouchesNotVouchedError,
  vouchesProfileUnknownError,
  vouchesSelfVouchError,
  vouchesSignatureExpiredError,
  vouchesSignatureInvalidError,
  vouchesStakeHeldError,
  vouchesTooManyVouchesError,
  vouchesVouchFrozenError,
} from './peopleAbi.gen.ts'
import { knowErrors } from './revert.ts'

/** What each error of the people contracts means, and what to do next. */
knowErrors([
  [vouchesSelfVouchError, () => 'Nobody can vouch for themselves.'],
  [
    vouchesNotCustodyError,
    () => 'This account does not hold that profile. Switch the account in your wallet.',
  ],
  [vouchesProfileUnknownError, () => 'The chain does not know this profile. Wait until it is registered.'],
  [juryProvenFakeError, () => 'A jury has judged this profile fake. That is final.'],
  [vouchesAlreadyVouchedError, () => 'You vouch for this profile already. Reload the page.'],
  [vouchesNotVouchedError, () => 'You do not vouch for this profile now. Reload the page.'],
  [
    vouchesTooManyVouchesError,
    () => 'You have 256 vouches open, as many as there can be. Take one back first.',
  ],
  [
    vouchesStakeHeldError,
    () =>
      'The stake of your former vouch for this profile still lies in the contract. Wait until it is back.',
  ],
  [
    vouchesVouchFrozenError,
    ([, , epoch]) => `This vouch cannot be taken back before epoch ${epoch}: the profile was judged fake.`,
  ],
  [vouchesSignatureExpiredError, () => 'The signed request is too old. Sign again.'],
  [
    vouchesSignatureInvalidError,
    () => 'The signature is not of the account that holds the profile. Sign again.',
  ],
  [juryAlreadyVettedError, () => 'A jury has already found that somebody is behind this profile.'],
  [juryTooEarlyError, ([, epoch]) => `Another case about this profile is possible from epoch ${epoch} on.`],
  [juryNotNowError, () => 'The case has moved on since this page last looked. Reload it.'],
  [rewardPoolAmountZeroError, () => 'A tip of nothing is no tip. Write how much.'],
  [rewardPoolNoLevelError, () => 'Only profiles of level 1 or more are paid from the pool.'],
  [rewardPoolNothingDueError, () => 'There is nothing to pay out for that epoch.'],
])
