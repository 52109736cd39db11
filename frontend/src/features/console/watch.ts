import { onLiveMarket } from '../../state/live.ts'

const pauseMilliseconds = 7_000
const settleMilliseconds = 400

/**
 * Calls back a moment after the gateway announces that offers or deals moved, and every few seconds while the page is
 * seen: answers lie with the gateway, and no event tells of them. Returns what ends it.
 */
export function watchMarket(onChange: () => void): () => void {
  let soon: ReturnType<typeof setTimeout> | undefined
  const stop = onLiveMarket(() => {
    clearTimeout(soon)
    soon = setTimeout(onChange, settleMilliseconds)
  })
  const timer = setInterval(() => {
    if (document.visibilityState === 'visible') onChange()
  }, pauseMilliseconds)
  return () => {
    stop()
    clearTimeout(soon)
    clearInterval(timer)
  }
}
