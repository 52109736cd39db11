import type { KeyInUse } from './session.svelte.ts'

const warnBeforeSeconds = 3 * 24 * 3600
const relayMarginSeconds = 3600

export type KeyState = 'none' | 'good' | 'ends-soon' | 'ended'

/** How long a session key still serves: the relay refuses keys with less than an hour left. */
export function keyStateOf(key: KeyInUse | null, nowSeconds: number): KeyState {
  if (!key) return 'none'
  const left = key.untilSeconds - nowSeconds
  if (left <= relayMarginSeconds) return 'ended'
  return left <= warnBeforeSeconds ? 'ends-soon' : 'good'
}
