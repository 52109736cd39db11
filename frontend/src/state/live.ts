export interface PostNotice {
  postId: string
  profileId: string
  tags: string[]
  sortAt: string
}
type Listener = (notice: PostNotice) => void
const listeners = new Set<Listener>()

/** Calls back for each new post that the gateway announces, until the returned function is called. */
export function onLivePost(listener: Listener): () => void {
  listeners.add(listener)
  return () => listeners.delete(listener)
}

export function announcePost(notice: PostNotice): void {
  listeners.forEach((listener) => listener(notice))
}

type MarketListener = (type: 'offer' | 'deal') => void
const marketListeners = new Set<MarketListener>()

/** Calls back when an offer or a deal of anybody moved, until the returned function is called. */
export function onLiveMarket(listener: MarketListener): () => void {
  marketListeners.add(listener)
  return () => marketListeners.delete(listener)
}

export function announceMarket(type: 'offer' | 'deal'): void {
  marketListeners.forEach((listener) => listener(type))
}
