import type { Config, Hex, Post, SignedVersion } from '../api/model.ts'
import { readAuthorised, readCustodyStart, readProfileOfHandle } from '../chain/readRegistry.ts'
import { readBlock, type Receipt } from '../chain/readReceipt.ts'
import type { Intent } from '../domain/intent.ts'
import { judgeWindow } from '../domain/judgeWindow.ts'
import { shownTime } from '../ui/time.ts'
import type { Provider } from '../wallet/provider.ts'
import type { Step } from './report.ts'
import { buildStep } from './step.ts'

/** The source serves the chain of the deployment: its id, and the block before the first contract. */
export async function checkSource(provider: Provider, { network, startBlock }: Config): Promise<Step> {
  const [chainId, block] = await Promise.all([
    provider.request({ method: 'eth_chainId' }),
    readBlock(provider, startBlock.number),
  ])
  const right = Number(chainId) === network.chainId && block?.hash === startBlock.hash.toLowerCase()
  return buildStep(
    'source',
    right ? 'passed' : 'unknown',
    right
      ? 'Your chain source has the start block of these contracts.'
      : 'Your chain source serves another chain than these contracts are on.',
    [
      ['network asked', String(Number(chainId))],
      ['network expected', String(network.chainId)],
      ['start block', block?.hash ?? 'unknown'],
      ['start block expected', startBlock.hash],
    ],
  )
}

/** The block named by the gateway is the one the receipt is in, and the chain has it at that height with that time. */
export async function checkBlock(
  provider: Provider,
  { inclusion }: SignedVersion,
  receipt: Receipt | null,
): Promise<{ step: Step; timeSeconds: number }> {
  const block = await readBlock(provider, inclusion.blockNumber)
  const claimedSeconds = Math.floor(Date.parse(inclusion.blockTime) / 1000)
  const hash = inclusion.blockHash.toLowerCase()
  const right = block?.hash === hash && receipt?.blockHash === hash && block.timeSeconds === claimedSeconds
  const step = buildStep(
    'block',
    right ? 'passed' : 'failed',
    right
      ? 'Your chain source has this block, with this hash and time.'
      : 'Your chain source has another block at this height, or another time.',
    [
      ['block', String(inclusion.blockNumber)],
      ['hash named', hash],
      ['hash on the chain', block?.hash ?? 'unknown'],
      ['time', block ? new Date(block.timeSeconds * 1000).toISOString() : 'unknown'],
    ],
  )
  return { step, timeSeconds: block?.timeSeconds ?? claimedSeconds }
}

/**
 * The registry itself says that the signer could act for the profile when the block was made, and whether the
 * profile has changed hands since, as the page says.
 */
export async function checkKey(
  provider: Provider,
  config: Config,
  version: SignedVersion,
  intent: Intent,
  timeSeconds: number,
  post: Post | null,
): Promise<Step> {
  const signer = version.signer.toLowerCase() as Hex // Safety: recovered or compared before; a wrong form makes the call fail.
  const allowed = await readAuthorised(provider, config, {
    profile: intent.profile,
    signer,
    kind: intent.kind,
    timeSeconds: BigInt(timeSeconds),
  })
  const earlier = post && BigInt(timeSeconds) < (await readCustodyStart(provider, config, intent.profile))
  const told = earlier === null || earlier === post?.earlierCustody
  return buildStep(
    'key',
    allowed && told ? 'passed' : 'failed',
    !allowed
      ? 'The profile registry says that this key could not act for the profile at that time.'
      : told
        ? 'The profile registry confirms that this key could act for the profile at that time.'
        : 'The page is wrong about whether the profile changed hands.',
    [
      ['profile', String(intent.profile)],
      ['signer', signer],
      ['asked for time', new Date(timeSeconds * 1000).toISOString()],
      ['registry', config.contracts.ProfileRegistry],
    ],
  )
}

/** The handle on the page is bound to the profile that wrote. The display name is free text and proves nothing. */
export async function checkHandle(
  provider: Provider,
  config: Config,
  intent: Intent,
  handle: string,
): Promise<Step> {
  const bound = await readProfileOfHandle(provider, config, handle)
  const right = bound === intent.profile
  return buildStep(
    'handle',
    right ? 'passed' : 'failed',
    right
      ? `The registry binds @${handle} to the profile that wrote this. The name beside it is free text.`
      : `The registry does not bind @${handle} to the profile that wrote this.`,
    [
      ['profile of the handle', String(bound)],
      ['profile that wrote', String(intent.profile)],
    ],
  )
}

export function takeHandle(intent: Intent, handle: string): Step {
  return buildStep('handle', 'word', `That @${handle} is this profile is only told by the gateway.`, [
    ['profile that wrote', String(intent.profile)],
  ])
}

/** The author's date lies within the window around the block's time, and the page shows the right one of both. */
export function checkDates(intent: Intent, timeSeconds: number, post: Post | null): Step {
  const [author, block] = [Number(intent.createdAt), timeSeconds * 1000].map((time) =>
    new Date(time).toISOString(),
  ) as [string, string] // Safety: two in, two out.
  const shown = post && shownTime(post.createdAt, post.anchoredAt)
  const moved = shown !== null && Date.parse(shown) !== Date.parse(shownTime(author, block))
  const fault =
    judgeWindow(intent.createdAt, BigInt(timeSeconds))?.message ??
    (moved ? 'The time on this page is neither the author’s nor the block’s.' : null)
  return buildStep(
    'dates',
    fault ? 'failed' : 'passed',
    fault ?? 'The author’s date lies between seven days before the block and ten minutes after it.',
    [
      ['author’s date', author],
      ['block’s time', block],
      ...(shown ? [['time shown', shown] satisfies [string, string]] : []),
    ],
  )
}

/** The same facts as the gateway tells them: read, not checked. */
export function takeWord({ inclusion, signer }: SignedVersion): Step[] {
  const told = 'No chain source of yours was asked, so this is only told by the gateway.'
  return [
    buildStep('event', 'word', told, [
      ['transaction', inclusion.txHash],
      ['root', inclusion.root ?? 'none'],
    ]),
    buildStep('block', 'word', told, [
      ['block', String(inclusion.blockNumber)],
      ['hash', inclusion.blockHash],
      ['time', inclusion.blockTime],
    ]),
    buildStep('key', 'word', told, [['signer', signer]]),
  ]
}
