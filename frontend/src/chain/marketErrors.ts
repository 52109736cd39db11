import { formatTag } from '../ui/amount.ts'
import { formatMoment } from '../ui/time.ts'
import { faultSentence } from './faults.ts'
import {
  dataMarketAlreadyWithdrawnError,
  dataMarketBudgetZeroError,
  dataMarketLengthsDifferError,
  dataMarketNotBuyerError,
  dataMarketNotEntitledError,
  dataMarketNothingDueError,
  dataMarketNotWithdrawnError,
  dataMarketOfferExistsError,
  dataMarketOfferOverError,
  dataMarketOfferUnknownError,
  dataMarketParametersInvalidError,
  dataMarketRefusedError,
  dataMarketSignatureExpiredError,
  dataMarketSignatureInvalidError,
  dataMarketStateWrongError,
  dataMarketTooEarlyError,
  dataMarketTransferInexactError,
  faucetAlreadyDrippedError,
  faucetPoolUsedUpError,
} from './marketAbi.gen.ts'
import { knowErrors } from './revert.ts'

const tag = (wei = 0n): string => formatTag(wei)
const moment = (seconds = 0n): string => formatMoment(Number(seconds) * 1000)

/** What each error of the market's contracts means. */
knowErrors([
  [dataMarketBudgetZeroError, () => 'The budget is zero. Put in at least the price of one answer.'],
  [
    dataMarketParametersInvalidError,
    () =>
      'The contract refuses these dates or windows: answers end in the future and within two years, a delivery or contest window is 1 hour to 30 days.',
  ],
  [dataMarketOfferExistsError, () => 'This offer is open already. Look for it in your list of offers.'],
  [dataMarketOfferUnknownError, () => 'The chain does not know this offer. It may be on another network.'],
  [dataMarketNotBuyerError, () => 'Another wallet opened this offer. Switch the wallet to that account.'],
  [dataMarketOfferOverError, () => 'This offer takes no answers any more, so no budget either.'],
  [
    dataMarketTransferInexactError,
    ([asked, received]) => `The token moved ${tag(received)} instead of ${tag(asked)}, so nothing was done.`,
  ],
  [dataMarketRefusedError, ([, fault]) => faultSentence(Number(fault ?? 0n)), ([, fault]) => `Fault${fault}`],
  [dataMarketLengthsDifferError, () => 'Answers and signatures differ in number. Reload the page.'],
  [
    dataMarketStateWrongError,
    () => 'The deal has moved on since this page last looked. Reload it to see where it stands.',
  ],
  [dataMarketTooEarlyError, ([, from]) => `That is possible from ${moment(from)} on, not before.`],
  [dataMarketNotEntitledError, () => 'This account may not speak for that profile. Switch the wallet.'],
  [dataMarketAlreadyWithdrawnError, () => 'This consent is withdrawn already.'],
  [dataMarketNotWithdrawnError, () => 'This consent is not withdrawn, so there is nothing to attest.'],
  [dataMarketNothingDueError, () => 'There is nothing to pay out to this account.'],
  [dataMarketSignatureExpiredError, () => 'The signed request is too old. Sign again.'],
  [dataMarketSignatureInvalidError, () => 'The signature is not of the account it should be of. Sign again.'],
  [
    faucetAlreadyDrippedError,
    ([, nextAt]) => `This account had its test TAG. More from ${moment(nextAt)} on.`,
  ],
  [faucetPoolUsedUpError, ([nextAt]) => `The faucet is empty until ${moment(nextAt)}.`],
])
