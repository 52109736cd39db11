import type { Gateway } from '../../api/endpoints.ts'
import { failureOf } from '../../api/failure.ts'
import { deleteValue, writeValue } from '../../state/database.ts'
import { plainCopy } from '../../state/plainCopy.ts'
import { outbox, type OutboxItem } from '../../state/outbox.svelte.ts'

type Pause = (milliseconds: number) => Promise<unknown>
const sleep: Pause = (milliseconds) => new Promise((resolve) => setTimeout(resolve, milliseconds))
type Api = Pick<Gateway, 'submitIntents' | 'getIntent'>
const sending = new Set<string>()
const patience = 4

/** The intent is kept on disk and shown before anything leaves this browser. */
export async function keepIntent(scope: string, item: OutboxItem): Promise<void> {
  outbox.items.push(item)
  await persist(scope, item)
}

/**
 * Hands a kept intent to the gateway and follows it until it is final. Safe to call at any time, also
 * for one that was sent before: intents are recognised by their id. Never raises; the item carries its state.
 */
export async function sendIntent(scope: string, api: Api, intentId: string, pause = sleep): Promise<void> {
  if (sending.has(intentId)) return
  sending.add(intentId)
  try {
    const item = outbox.find(intentId)
    if (!item) return
    if (item.state === 'sending' || item.state === 'failed') await submit(scope, api, item, pause)
    if (item.state === 'pending' || item.state === 'anchored') await follow(scope, api, item, pause)
  } finally {
    sending.delete(intentId)
  }
}

async function submit(scope: string, api: Api, item: OutboxItem, pause: Pause): Promise<void> {
  item.state = 'sending'
  item.failure = null
  for (;;) {
    try {
      const { record, signature, content } = item
      const answer = await api.submitIntents([
        content === null ? { record, signature } : { record, signature, content },
      ])
      const result = answer.items[0]
      if (!result || result.state === 'rejected') {
        const problem = result?.problem ?? { code: 'intent.invalid', detail: '', retryable: false }
        await fail(scope, item, problem)
      } else {
        item.state = result.state
        await persist(scope, item)
      }
      return
    } catch (cause) {
      const failure = failureOf(cause)
      item.attempts += 1
      if (!failure.retryable || item.attempts >= patience) {
        await fail(scope, item, { code: failure.code, detail: failure.detail, retryable: failure.retryable })
        item.attempts = 0
        return
      }
      await pause(1000 * 2 ** item.attempts)
    }
  }
}

async function follow(scope: string, api: Api, item: OutboxItem, pause: Pause): Promise<void> {
  for (
    let wait = 700;
    item.state === 'pending' || item.state === 'anchored';
    wait = Math.min(wait * 1.3, 8_000)
  ) {
    await pause(wait)
    try {
      const status = await api.getIntent(item.intentId)
      if (status.state === 'rejected') {
        await fail(scope, item, status.problem ?? { code: 'intent.invalid', detail: '', retryable: false })
      } else if (status.state !== item.state) {
        item.state = status.state
        await persist(scope, item)
      }
    } catch {
      // The gateway is away: the intent is kept here, and asked about again.
    }
  }
}

async function fail(
  scope: string,
  item: OutboxItem,
  failure: NonNullable<OutboxItem['failure']>,
): Promise<void> {
  item.state = 'failed'
  item.failure = failure
  await persist(scope, item)
}

/** What is final lives on the chain; everything else lives here too. */
async function persist(scope: string, item: OutboxItem): Promise<void> {
  if (item.state === 'final') await deleteValue(scope, 'intents', item.intentId)
  else await writeValue(scope, 'intents', item.intentId, plainCopy(item))
}

export async function dropIntent(scope: string, intentId: string): Promise<void> {
  outbox.items = outbox.items.filter((item) => item.intentId !== intentId)
  await deleteValue(scope, 'intents', intentId)
}
