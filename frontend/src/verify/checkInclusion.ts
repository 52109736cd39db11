import type { Inclusion } from '../api/model.ts'
import { decodePostEvent, type PostEvent } from '../chain/decodeEvent.ts'
import { readReceipt, type Receipt } from '../chain/readReceipt.ts'
import { contentDigest } from '../domain/contentDigest.ts'
import { bytesOfHex } from '../domain/bytesOfHex.ts'
import { encodeHead } from '../domain/encodeHead.ts'
import type { Hex } from '../domain/hex.ts'
import type { Intent } from '../domain/intent.ts'
import { verifyMerkle } from '../domain/verifyMerkle.ts'
import type { Provider } from '../wallet/provider.ts'
import type { Step } from './report.ts'
import { buildStep } from './step.ts'

/** The Merkle path of a batch leads from the post to the root; a direct publication has no batch. */
export function checkMerkle(intentId: string, inclusion: Inclusion): Step | null {
  if (inclusion.type !== 'batch') return null
  const { root, merkleProof } = inclusion
  const proof = (merkleProof ?? []) as Hex[] // Safety: verifyMerkle refuses what is no 32-byte word.
  const right = root !== null && verifyMerkle(root as Hex, intentId as Hex, proof)
  return buildStep(
    'merkle',
    right ? 'passed' : 'failed',
    right
      ? `Hashing the post with its ${proof.length} neighbours gives the root of a batch of ${inclusion.count ?? '?'}.`
      : 'The path does not lead from this post to the root of the batch.',
    [
      ['post', intentId],
      ...proof.map((node, index): [string, string] => [`neighbour ${index + 1}`, node]),
      ['root', root ?? 'missing'],
    ],
  )
}

export interface EventFinding {
  step: Step
  receipt: Receipt | null
}

/** The transaction's receipt holds the event that this inclusion claims, from the right contract, word for word. */
export async function checkEvent(
  provider: Provider,
  inclusion: Inclusion,
  intent: Intent,
  postRegistry: string,
): Promise<EventFinding> {
  const receipt = await readReceipt(provider, inclusion.txHash)
  const values: Step['values'] = [['transaction', inclusion.txHash]]
  if (!receipt) {
    return {
      step: buildStep('event', 'failed', 'Your chain source does not know the transaction.', values),
      receipt,
    }
  }
  const events = receipt.logs
    .filter((log) => log.address === postRegistry.toLowerCase())
    .flatMap((log) => decodePostEvent(log) ?? [])
  const found = receipt.succeeded && events.some((event) => matches(event, inclusion, intent))
  const name =
    inclusion.type === 'batch' ? 'Anchored' : inclusion.type === 'publish' ? 'Published' : 'PublishedInline'
  return {
    step: buildStep(
      'event',
      found ? 'passed' : 'failed',
      found
        ? `The transaction’s receipt holds the event ${name}, equal in every value.`
        : `The transaction’s receipt holds no event ${name} with these values.`,
      [...values, ['contract', postRegistry], ...claimed(inclusion)],
    ),
    receipt,
  }
}

function matches(event: PostEvent, inclusion: Inclusion, intent: Intent): boolean {
  if (event.name === 'Anchored') {
    const { root, batchDigest, count, type } = inclusion
    return (
      type === 'batch' && event.root === root && event.batchDigest === batchDigest && event.count === count
    )
  }
  if (event.sender !== inclusion.sender?.toLowerCase()) return false
  if (event.head !== encodeHead(intent) || event.subject !== intent.subject) return false
  if (event.name === 'Published') return inclusion.type === 'publish' && event.content === intent.content
  return inclusion.type === 'inline' && contentDigest(bytesOfHex(event.document)) === intent.content
}

function claimed(inclusion: Inclusion): [string, string][] {
  if (inclusion.type !== 'batch') return [['sender', inclusion.sender ?? 'missing']]
  return [
    ['root', inclusion.root ?? 'missing'],
    ['digest of the batch', inclusion.batchDigest ?? 'missing'],
    ['count', String(inclusion.count ?? 'missing')],
  ]
}
