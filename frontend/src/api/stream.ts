export interface PostNotice {
  postId: string
  profileId: string
  tags: string[]
  sortAt: string
}
export interface StreamHandlers {
  onPost(notice: PostNotice): void
  onBlock(notice: { number: number; time: string }): void
}

/** Listens to a gateway's new posts and blocks; returns what ends it. The browser reconnects by itself. */
export function openStream(url: string, handlers: StreamHandlers): () => void {
  const source = new EventSource(url)
  source.addEventListener('post', (event) => {
    const notice = parse<PostNotice>(event)
    if (notice && typeof notice.postId === 'string') handlers.onPost({ ...notice, tags: notice.tags ?? [] })
  })
  source.addEventListener('block', (event) => {
    const notice = parse<{ number: number; time: string }>(event)
    if (notice) handlers.onBlock(notice)
  })
  return () => source.close()
}

function parse<T>(event: MessageEvent<string>): T | null {
  try {
    // Safety: only shown as a count, after the check of `postId` above.
    return JSON.parse(event.data) as T
  } catch {
    return null
  }
}
