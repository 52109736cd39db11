import type { Config, Hex, Post, Proof, SignedVersion } from '../api/model.ts'
import { failureOf } from '../api/failure.ts'
import type { Intent } from '../domain/intent.ts'
import { Kind } from '../domain/kind.ts'
import type { Provider } from '../wallet/provider.ts'
import type { ChainSource } from './chainSource.ts'
import {
  checkBlock,
  checkDates,
  checkHandle,
  checkKey,
  checkSource,
  takeHandle,
  takeWord,
} from './checkChain.ts'
import { checkContent, checkShown } from './checkContent.ts'
import { checkEvent, checkMerkle } from './checkInclusion.ts'
import { checkRecord } from './checkRecord.ts'
import { judgeSteps, type Report, type Step } from './report.ts'
import { buildStep } from './step.ts'

export interface Evidence {
  post: Post
  proof: Proof
  /** The version that is shown: the proof itself, or one of its edits. */
  version: SignedVersion
  /** Bytes of that version's document, or null if nobody serves them. */
  bytes: Uint8Array | null
}

/**
 * Everything a browser can check about one post, as one report. It never raises: what cannot be done
 * is a step of its own, and nothing unknown counts as passed.
 */
export async function verifyPost(
  evidence: Evidence,
  config: Config,
  source: ChainSource,
  onProgress: (report: Report) => void = () => undefined,
): Promise<Report> {
  const steps: Step[] = []
  const report = (): Report => ({
    postId: evidence.post.postId,
    source: { kind: source.kind, name: source.name },
    steps: [...steps],
    ...judgeSteps(steps, source.kind),
  })
  const add = (...more: Step[]) => {
    steps.push(...more)
    onProgress({ ...report(), outcome: 'incomplete' })
  }
  const { post, proof, version, bytes } = evidence
  // Safety: recordId raises on what is no address, which makes the step fail.
  const domain = { chainId: config.network.chainId, postRegistry: config.contracts.PostRegistry as Hex }
  const original = checkRecord(proof, post.postId, domain)
  const current = version === proof ? original : checkRecord(version, version.intentId, domain)
  if (!original.intent || !current.intent) {
    add(...original.steps, ...(version === proof ? [] : current.steps))
    return report()
  }
  add(
    checkContent(bytes, current.intent, version),
    checkShown(bytes, original.intent, current.intent, post),
    ...original.steps,
  )
  if (version !== proof) add(checkLater(original.intent, current.intent, post.postId), ...current.steps)
  if (source.provider && !(await checkOwnSource(source.provider, config, add))) return report()
  await checkAuthor(post, original.intent, config, source, add)
  await checkOneInclusion(proof, original.intent, post, config, source, add)
  if (version !== proof) await checkOneInclusion(version, current.intent, null, config, source, add)
  return report()
}

/** An edit or a withdrawal counts only if it names the post and comes from the same profile. */
function checkLater(original: Intent, later: Intent, postId: string): Step {
  const isLater = later.kind === Kind.edit || later.kind === Kind.retract
  const right = isLater && later.profile === original.profile && later.subject === postId
  return buildStep(
    'record',
    right ? 'passed' : 'failed',
    right
      ? 'What is shown was signed by the same profile and names this post.'
      : 'What is shown is no edit or withdrawal of this post.',
    [
      ['post named', later.subject],
      ['profile of the later version', String(later.profile)],
      ['profile of the post', String(original.profile)],
    ],
  )
}

/** Whether the source may be asked about this deployment at all. */
async function checkOwnSource(
  provider: Provider,
  config: Config,
  add: (step: Step) => void,
): Promise<boolean> {
  try {
    const step = await checkSource(provider, config)
    add(step)
    return step.state === 'passed'
  } catch (cause) {
    add(buildStep('source', 'unknown', `Your chain source did not answer (${failureOf(cause).message}).`))
    return false
  }
}

async function checkAuthor(
  post: Post,
  intent: Intent,
  config: Config,
  { provider }: ChainSource,
  add: (step: Step) => void,
): Promise<void> {
  try {
    add(
      provider
        ? await checkHandle(provider, config, intent, post.author.handle)
        : takeHandle(intent, post.author.handle),
    )
  } catch (cause) {
    add(buildStep('handle', 'unknown', `Your chain source did not answer (${failureOf(cause).message}).`))
  }
}

/** `post` where its time on the page is this version's. */
async function checkOneInclusion(
  version: SignedVersion,
  intent: Intent,
  post: Post | null,
  config: Config,
  source: ChainSource,
  add: (...steps: Step[]) => void,
): Promise<void> {
  const { provider } = source
  const merkle = checkMerkle(version.intentId, version.inclusion)
  if (merkle) add(merkle)
  if (!provider) {
    const told = Math.floor(Date.parse(version.inclusion.blockTime) / 1000)
    add(...takeWord(version), checkDates(intent, told, post))
    return
  }
  try {
    const { step, receipt } = await checkEvent(
      provider,
      version.inclusion,
      intent,
      config.contracts.PostRegistry,
    )
    add(step)
    const block = await checkBlock(provider, version, receipt)
    add(
      block.step,
      await checkKey(provider, config, version, intent, block.timeSeconds, post),
      checkDates(intent, block.timeSeconds, post),
    )
  } catch (cause) {
    add(buildStep('event', 'unknown', `Your chain source did not answer (${failureOf(cause).message}).`))
  }
}
