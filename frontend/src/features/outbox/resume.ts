import { gateway } from '../../state/gateway.svelte.ts'
import { listValues } from '../../state/database.ts'
import { outbox, type OutboxItem } from '../../state/outbox.svelte.ts'
import { watchRegistrations } from '../register/watchRegistration.ts'
import { sendIntent } from './send.svelte.ts'

const resumed = new Set<string>()

/**
 * Everything that was on its way goes on: shown, sent again, followed; also what failed only because the
 * gateway was away. Called when the page opens and each time the gateway is back.
 */
export async function resumeOutbox(scope: string): Promise<void> {
  watchRegistrations()
  if (!resumed.has(scope)) {
    resumed.add(scope)
    outbox.items = outbox.items.filter((item) => item.state === 'sending')
    const kept = await listValues<OutboxItem>(scope, 'intents').catch((): OutboxItem[] => [])
    for (const item of kept.sort((a, b) => a.createdAt - b.createdAt)) {
      if (!outbox.find(item.intentId)) outbox.items.push(item)
    }
  }
  for (const item of outbox.items) {
    if (item.state !== 'final' && (item.state !== 'failed' || item.failure?.retryable)) {
      void sendIntent(scope, gateway.api, item.intentId)
    }
  }
}
