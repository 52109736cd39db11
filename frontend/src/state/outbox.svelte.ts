import type { Hex, Post } from '../api/model.ts'
import type { PendingAct } from './overlay.ts'

export type OutboxState = 'sending' | 'pending' | 'anchored' | 'final' | 'failed'

/** One signed intent on its way to the chain. It is kept in this browser until the chain has it for good. */
export interface OutboxItem extends PendingAct {
  intentId: string
  profileId: string
  record: Hex
  signature: Hex
  /** base64 of the document's bytes; null = the intent has none, or names one the gateway has. */
  content: string | null
  subject: string
  state: OutboxState
  failure: { code: string; detail: string; retryable: boolean } | null
  attempts: number
  /** What the page shows until the gateway has indexed it. */
  post: Post | null
}

/** The person's own intents as the page sees them; sending and keeping them is features/outbox. */
class Outbox {
  items = $state<OutboxItem[]>([])

  find(intentId: string): OutboxItem | undefined {
    return this.items.find((item) => item.intentId === intentId)
  }

  /** Own posts that a feed's list does not hold yet, newest first. */
  postsMissingFrom(known: ReadonlySet<string>, wanted: (post: Post) => boolean): Post[] {
    return this.items
      .flatMap((item) => (item.post && !known.has(item.intentId) && wanted(item.post) ? [item.post] : []))
      .sort((a, b) => b.createdAt.localeCompare(a.createdAt))
  }
}
export const outbox = new Outbox()
