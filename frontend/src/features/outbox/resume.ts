import { gateway } from '../../state/gateway.svelte.ts'
import { listValues } from '../../state/database.ts'
import { outbox, type OutboxItem } from '../../state/outbox.svelte.ts'
import { watchRegistrations } from '../register/watchRegistration.ts'
import { sendIntent } from './send.svelte.ts'

const resumed = new Set<string>()

/** Everything that was on its way when the page was closed goes on: shown, sent again, followed. */
export async function resumeOutbox(scope: string): Promise<void> {
  watchRegistrations()
  if (resumed.has(scope)) return
  resumed.add(scope)
  outbox.items = outbox.items.filter((item) => item.state === 'sending')
  const kept = await listValues<OutboxItem>(scope, 'intents').catch((): OutboxItem[] => [])
  for (const item of kept.sort((a, b) => a.createdAt - b.createdAt)) {
    if (!outbox.find(item.intentId)) outbox.items.push(item)
    if (item.state !== 'failed') void sendIntent(scope, gateway.api, item.intentId)
  }
}
