import type { Hex } from '../api/model.ts'
import {
  postRegistryAnchoredEvent,
  postRegistryPublishedEvent,
  postRegistryPublishedInlineEvent,
} from './abi.gen.ts'
import { zeroWord } from '../domain/intent.ts'
import type { Log } from './readReceipt.ts'
import { signatureHash } from './selector.ts'
import { addressOfWord, bytesAt, wordsOf } from './words.ts'

export type PostEvent =
  | { name: 'Anchored'; root: string; batchDigest: string; count: number }
  | { name: 'Published'; sender: string; head: string; subject: string; content: string }
  | { name: 'PublishedInline'; sender: string; head: string; subject: string; document: Hex }

const topics = {
  anchored: signatureHash(postRegistryAnchoredEvent),
  published: signatureHash(postRegistryPublishedEvent),
  inline: signatureHash(postRegistryPublishedInlineEvent),
}

/** The PostRegistry event in a log, or null if it is none. */
export function decodePostEvent(log: Log): PostEvent | null {
  const [topic, root] = log.topics
  try {
    if (topic === topics.anchored && root) {
      const [batchDigest = zeroWord, count = zeroWord] = wordsOf(log.data, 2)
      return { name: 'Anchored', root, batchDigest, count: Number(BigInt(count)) }
    }
    if (topic !== topics.published && topic !== topics.inline) return null
    const [sender = zeroWord, head = zeroWord, subject = zeroWord, content = zeroWord] = wordsOf(log.data, 4)
    const common = { sender: addressOfWord(sender), head, subject }
    return topic === topics.published
      ? { name: 'Published', ...common, content }
      : { name: 'PublishedInline', ...common, document: bytesAt(log.data, 3) }
  } catch {
    return null
  }
}
