import { Failure } from '../api/failure.ts'
import type { Hex } from '../api/model.ts'
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
  tagTokenERC20InsufficientAllowanceError,
  tagTokenERC20InsufficientBalanceError,
} from './marketAbi.gen.ts'
import { selectorOf } from './selector.ts'
import { wordsOf } from './words.ts'

type Sentence = (values: readonly bigint[]) => string
interface NamedError {
  name: string
  inputs: readonly { type: string }[]
}

const tag = (wei = 0n): string => formatTag(wei)
const moment = (seconds = 0n): string => formatMoment(Number(seconds) * 1000)

/** What each error of the market's contracts means, and what to do next. */
const meanings: readonly (readonly [NamedError, Sentence])[] = [
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
  [dataMarketRefusedError, ([, fault]) => faultSentence(Number(fault ?? 0n))],
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
    tagTokenERC20InsufficientBalanceError,
    ([, has, needs]) =>
      `This account has ${tag(has)} and needs ${tag(needs)}. Get more TAG or lower the budget.`,
  ],
  [
    tagTokenERC20InsufficientAllowanceError,
    () =>
      'The market was not allowed to take the budget: the permit is too old or was signed for another amount. Sign again.',
  ],
  [
    faucetAlreadyDrippedError,
    ([, nextAt]) => `This account had its test TAG. More from ${moment(nextAt)} on.`,
  ],
  [faucetPoolUsedUpError, ([nextAt]) => `The faucet is empty until ${moment(nextAt)}.`],
]
const sentences = new Map(meanings.map(([error, sentence]) => [selectorOf(error), { error, sentence }]))

/**
 * The refusal of a contract of ours as a Failure with its own sentence (`revert.<Error>`, for an item `revert.Fault<n>`),
 * or null when the error is none of theirs.
 */
export function revertFailure(cause: unknown): Failure | null {
  const data = revertDataOf(cause)
  // Safety: a prefix of hex.
  const known = data && sentences.get(data.slice(0, 10) as Hex)
  if (!data || !known) return null
  try {
    const values = wordsOf(`0x${data.slice(10)}`, known.error.inputs.length).map(BigInt)
    const code = known.error === dataMarketRefusedError ? `Fault${values[1]}` : known.error.name
    return new Failure(`revert.${code}`, known.sentence(values))
  } catch {
    return null
  }
}

const hidingPlaces = ['data', 'error', 'cause', 'originalError', 'info', 'body'] as const

/** What a contract answered with when it refused, wherever the wallet or node put it; null if it is nowhere. */
export function revertDataOf(cause: unknown): Hex | null {
  const queue: unknown[] = [cause]
  for (let looked = 0; queue.length > 0 && looked < 32; looked += 1) {
    const at = queue.shift()
    if (typeof at === 'string') {
      const found = /^(?:Reverted )?(0x(?:[0-9a-fA-F]{2}){4,})$/.exec(at)?.[1]
      // Safety: the pattern is the type.
      if (found) return found.toLowerCase() as Hex
    } else if (typeof at === 'object' && at !== null) {
      for (const place of hidingPlaces) if (place in at) queue.push(Reflect.get(at, place))
    }
  }
  return null
}
