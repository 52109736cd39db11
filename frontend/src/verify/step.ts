import type { Step, StepId, StepState } from './report.ts'

const titles: Record<StepId, string> = {
  source: 'Your chain source serves this chain',
  content: 'The bytes are the signed ones',
  shown: 'What you see is what the bytes say',
  record: 'The record is this post',
  signature: 'The signature names its signer',
  handle: 'The handle belongs to the author',
  key: 'The signer may speak for the profile',
  merkle: 'The post is in the batch',
  event: 'The chain recorded it',
  block: 'The block is on your chain',
  dates: 'The dates fit',
}

export function buildStep(id: StepId, state: StepState, sentence: string, values: Step['values'] = []): Step {
  return { id, title: titles[id], state, sentence, values }
}
