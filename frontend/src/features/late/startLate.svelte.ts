import { untrack } from 'svelte'
import { following } from '../../state/following.svelte.ts'
import { gateway } from '../../state/gateway.svelte.ts'
import { listenToKeys } from '../../state/keyboard.svelte.ts'
import { openStream } from '../../api/stream.ts'
import { announceMarket, announcePost } from '../../state/live.ts'
import { readPreference } from '../../state/preferences.ts'
import { session } from '../../state/session.svelte.ts'
import { resumeOutbox } from '../outbox/resume.ts'
import { tagSpans } from '../post/tagSpans.svelte.ts'

/** Starts what goes on for as long as the page is open: keys, live posts, the outbox, the wallet of development. */
export function startLate(): void {
  listenToKeys(document)
  void tagSpans.load()
  $effect.root(() => {
    $effect(() => {
      const { scope, config } = gateway
      if (!scope || !config) return
      untrack(() => session.open(scope))
      if (gateway.status === 'up') void resumeOutbox(scope)
      if (__BURNER__ && config.dev) {
        const { rpcUrl, chainId } = config.network
        if (rpcUrl)
          void import('../../wallet/burner/announce.ts').then(({ announceBurner }) =>
            announceBurner(rpcUrl, chainId),
          )
      }
    })
    $effect(() => {
      if (gateway.status !== 'up') return
      return openStream(gateway.api.streamUrl, announcePost, () => void gateway.load(), announceMarket)
    })
    $effect(() => {
      if (session.viewer && readPreference(`deals:${gateway.scope}:${session.viewer}`))
        void import('../deliver/start.ts').then(({ startDeliveries }) => startDeliveries())
    })
    $effect(() => {
      const { api, status } = gateway
      const viewer = session.viewer
      if (status === 'up') following.load(api, viewer).catch(() => undefined)
    })
  })
}

const indexingMilliseconds = 1_000

/** Calls back a moment after each follow that the chain has taken; the returned function ends it. */
export function onFollowSettled(listener: () => void): () => void {
  const timer = following.settledCount > 0 ? setTimeout(listener, indexingMilliseconds) : undefined
  return () => clearTimeout(timer)
}

export const followsAny = (profileId: string, tags: readonly string[]): boolean =>
  following.hasAny(profileId, tags)
