import { untrack } from 'svelte'
import './sentences.ts'
import { gateway } from '../../state/gateway.svelte.ts'
import { late } from '../../state/late.svelte.ts'
import { onLiveMarket } from '../../state/live.ts'
import { writePreference } from '../../state/preferences.ts'
import { session } from '../../state/session.svelte.ts'
import { vault } from '../../state/vault.svelte.ts'
import { deliverer } from './deliverer.svelte.ts'
import DeliverNote from './DeliverNote.svelte'

const busyMilliseconds = 8_000
const idleMilliseconds = 60_000
let isStarted = false

/**
 * Deliveries go on by themselves for as long as the page is open. It is started by the market's pages, and by
 * every page of a browser in which somebody has an answer open.
 */
export function startDeliveries(): void {
  if (isStarted) return
  isStarted = true
  late.note = DeliverNote
  let timer: ReturnType<typeof setTimeout> | undefined
  const look = async (): Promise<void> => {
    clearTimeout(timer)
    await deliverer.tick()
    clearTimeout(timer)
    timer = setTimeout(() => void look(), isBusy() ? busyMilliseconds : idleMilliseconds)
  }
  onLiveMarket((type) => {
    if (type === 'deal' && (deliverer.views.length > 0 || vault.status !== 'open')) void look()
  })
  $effect.root(() => {
    $effect(() => {
      void [gateway.status, gateway.scope, session.viewer, vault.status, vault.deals]
      untrack(() => {
        remember()
        void look()
      })
    })
  })
}

function isBusy(): boolean {
  return deliverer.views.some(
    ({ state }) => state.is !== 'delivered' && state.is !== 'stopped' && !isQuiet(state),
  )
}

/** Nothing is expected within the minute of what nobody has accepted, or whose next epoch is far off. */
function isQuiet(state: (typeof deliverer.views)[number]['state']): boolean {
  if (state.is !== 'waiting' || state.why === 'not_final') return false
  return state.why === 'not_accepted' || (state.fromSeconds ?? 0) * 1000 > Date.now() + idleMilliseconds
}

/**
 * Whether pages without the market look for due deliveries: as long as an answer is open. It says no more than the
 * chain does, which shows who answered what.
 */
function remember(): void {
  const { viewer } = session
  if (vault.status !== 'open' || !viewer || !gateway.scope) return
  const isOpen = vault.deals.some(({ state, signature }) => state !== 'closed' && signature !== null)
  writePreference(`deals:${gateway.scope}:${viewer}`, isOpen ? '1' : null)
}
