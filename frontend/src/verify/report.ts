export type StepId =
  | 'source'
  | 'content'
  | 'shown'
  | 'record'
  | 'signature'
  | 'handle'
  | 'key'
  | 'merkle'
  | 'event'
  | 'block'
  | 'dates'

export type StepState = 'passed' | 'failed' | 'unknown' | 'word'

/** One link of the chain of checks: what was compared, in words and with the raw values. */
export interface Step {
  id: StepId
  title: string
  state: StepState
  /** What the browser did and found, for a reader who is no engineer. */
  sentence: string
  values: [label: string, value: string][]
}

export type ChainSourceKind = 'wallet' | 'rpc' | 'gateway'

export type Outcome = 'verified' | 'word' | 'failed' | 'incomplete'

/** Everything the browser found out about one post. */
export interface Report {
  postId: string
  source: { kind: ChainSourceKind; name: string }
  steps: Step[]
  outcome: Outcome
  /** The failed or unfinished step that decided, if any. */
  reason: string
}

/**
 * The verdict of the steps: one failure fails all; a step that could not be done leaves it incomplete;
 * facts of the chain taken on a gateway's word never make it verified.
 */
export function judgeSteps(
  steps: readonly Step[],
  source: ChainSourceKind,
): { outcome: Outcome; reason: string } {
  const failed = steps.find((step) => step.state === 'failed')
  if (failed) return { outcome: 'failed', reason: failed.sentence }
  const unknown = steps.find((step) => step.state === 'unknown')
  if (unknown) return { outcome: 'incomplete', reason: unknown.sentence }
  const word = source === 'gateway' || steps.some((step) => step.state === 'word')
  return word ? { outcome: 'word', reason: '' } : { outcome: 'verified', reason: '' }
}
