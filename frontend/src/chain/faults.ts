/** The contract's reasons for leaving an answer out, by their number in IMarketTypes.Fault, with what to do next. */
const faults: readonly (readonly [name: string, sentence: string])[] = [
  ['None', 'Nothing was wrong.'],
  ['NotBuyer', 'Another wallet opened this offer. Switch the wallet to that account.'],
  ['OfferEnded', 'The offer takes no answers any more.'],
  ['OfferFull', 'The offer has all the answers it asked for.'],
  ['BudgetTooSmall', 'The free budget is smaller than this price. Add to it, then accept again.'],
  ['ConsentExpired', 'The person’s consent has run out. They can answer again.'],
  ['TermsMismatch', 'The answer was signed for other terms than this offer’s.'],
  ['AlreadyAnswered', 'This profile was accepted before, or has withdrawn in advance.'],
  ['PriceZero', 'The answer names no price.'],
  ['PayeeInvalid', 'The answer names no account that can be paid.'],
  ['LevelTooLow', 'The profile’s personhood level is below the offer’s.'],
  ['SignatureInvalid', 'The signature is not of the wallet that holds the profile now.'],
  ['NotAccepted', 'The deal waits for no delivery.'],
  ['ConsentMismatch', 'The consent is not, word for word, the accepted one.'],
  ['TooLate', 'The window for this is over.'],
  ['ProofInvalid', 'The proof does not show that the key opens the record.'],
]

export function faultName(fault: number): string {
  return faults[fault]?.[0] ?? `Fault${fault}`
}

export function faultSentence(fault: number): string {
  return faults[fault]?.[1] ?? `The contract gave reason ${fault}, which this page does not know.`
}
