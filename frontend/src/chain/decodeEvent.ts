import { decodeEventLog } from 'viem/utils'
import type { Hex } from '../api/model.ts'
import { postRegistryAnchoredEvent, postRegistryPublishedEvent, postRegistryPublishedInlineEvent } from './abi.gen.ts'
import type { Log } from './readReceipt.ts'

export type PostEvent =
  | { name: 'Anchored'; root: string; batchDigest: string; count: number }
  | { name: 'Published'; sender: string; head: string; subject: string; content: string }
  | { name: 'PublishedInline'; sender: string; head: string; subject: string; document: Hex }

/** The PostRegistry event in a log, or null if it is none. */
export function decodePostEvent(log: Log): PostEvent | null {
  try {
    const { eventName, args } = decodeEventLog({
      abi: [postRegistryAnchoredEvent, postRegistryPublishedEvent, postRegistryPublishedInlineEvent],
      data: log.data as Hex, // Safety: viem raises on anything else.
      topics: log.topics as [Hex, ...Hex[]], // Safety: as above.
    })
    if (eventName === 'Anchored') return { name: eventName, ...args }
    const common = { sender: args.sender.toLowerCase(), head: args.head, subject: args.subject }
    return eventName === 'Published'
      ? { name: eventName, ...common, content: args.content }
      : { name: eventName, ...common, document: args.content }
  } catch {
    return null
  }
}
