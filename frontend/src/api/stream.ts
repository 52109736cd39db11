import type { PostNotice } from '../state/live.ts'

/**
 * Listens to a gateway's new posts, and to what moves in its market; returns what ends it. The browser reconnects
 * by itself; `onLost` hears of each time it has to.
 */
export function openStream(
  url: string,
  onPost: (notice: PostNotice) => void,
  onLost: () => void,
  onMarket: (type: 'offer' | 'deal') => void,
): () => void {
  const source = new EventSource(url)
  source.addEventListener('post', (event: MessageEvent<string>) => {
    const notice = parseNotice(event.data)
    if (notice) onPost(notice)
  })
  for (const type of ['offer', 'deal'] as const) source.addEventListener(type, () => onMarket(type))
  source.addEventListener('error', onLost)
  return () => source.close()
}

/** The notice in an event's data, or null for anything else. */
export function parseNotice(data: string): PostNotice | null {
  try {
    // Safety: each field that is used is checked below.
    const notice = JSON.parse(data) as Partial<PostNotice> | null
    if (typeof notice?.postId !== 'string' || typeof notice.profileId !== 'string') return null
    const tags = Array.isArray(notice.tags) ? notice.tags : []
    return { postId: notice.postId, profileId: notice.profileId, tags, sortAt: String(notice.sortAt) }
  } catch {
    return null
  }
}
