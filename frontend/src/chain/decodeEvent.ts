import { decodeAbiParameters } from 'viem/utils'
import type { Hex } from '../api/model.ts'
import {
  postRegistryAnchoredEvent,
  postRegistryPublishedEvent,
  postRegistryPublishedInlineEvent,
} from './abi.gen.ts'
import type { Log } from './readReceipt.ts'
import { signatureHash } from './selector.ts'

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
  const data = log.data as Hex // Safety: viem raises on anything else.
  const [topic, root] = log.topics
  try {
    if (topic === topics.anchored && root) {
      const [, ...values] = postRegistryAnchoredEvent.inputs
      const [batchDigest, count] = decodeAbiParameters(values, data)
      return { name: 'Anchored', root, batchDigest, count }
    }
    if (topic === topics.published) {
      const [sender, head, subject, content] = decodeAbiParameters(postRegistryPublishedEvent.inputs, data)
      return { name: 'Published', sender: sender.toLowerCase(), head, subject, content }
    }
    if (topic === topics.inline) {
      const [sender, head, subject, document] = decodeAbiParameters(
        postRegistryPublishedInlineEvent.inputs,
        data,
      )
      return { name: 'PublishedInline', sender: sender.toLowerCase(), head, subject, document }
    }
  } catch {
    // Not of this form, so not this event.
  }
  return null
}
