/** What is looked at before a business accepts an answer, in the order in which it is shown. */
export const checkTitles = {
  consent: 'Consent names this offer',
  signature: 'Signed by the wallet that holds the profile',
  unanswered: 'Not accepted or withdrawn before',
  level: 'Personhood level',
  envelope: 'Sealed envelope could be fetched and opened',
  record: 'Encrypted record is the one consented to',
  leaves: 'Record can be contested if it turns out broken',
  kinds: 'Kinds of data are the ones asked for',
  price: 'Price is the sum of your terms',
  shown: 'Person was shown these very words',
  fresh: 'Key commitment was never seen before',
  attestation: 'Attestation',
} as const
export type CheckName = keyof typeof checkTitles

/** `unknown` could not be looked at (a node or gateway away): nothing is accepted on it. `none` does not apply. */
export type CheckState = 'passed' | 'failed' | 'unknown' | 'none'

export interface Check {
  readonly name: CheckName
  readonly state: CheckState
  /** What was found, in one sentence. */
  readonly sentence: string
}

export const passed = (name: CheckName, sentence: string): Check => ({ name, state: 'passed', sentence })
export const failed = (name: CheckName, sentence: string): Check => ({ name, state: 'failed', sentence })
export const unknown = (name: CheckName, sentence: string): Check => ({ name, state: 'unknown', sentence })
export const without = (name: CheckName, sentence: string): Check => ({ name, state: 'none', sentence })

export type Verdict = 'good' | 'bad' | 'unknown'

/** Good only if nothing failed and nothing is left to look at. */
export function verdictOf(checks: readonly Check[]): Verdict {
  if (checks.some(({ state }) => state === 'failed')) return 'bad'
  return checks.some(({ state }) => state === 'unknown') ? 'unknown' : 'good'
}
