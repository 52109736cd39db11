import type { Gateway } from '../../api/endpoints.ts'
import { failureOf, type Failure } from '../../api/failure.ts'
import type { Thread } from '../../api/model.ts'
import { mergePosts } from '../../state/feed.svelte.ts'

/** One post with what it answers and what answers it. */
export class ThreadView {
  thread = $state.raw<Thread | null>(null)
  failure = $state.raw<Failure | null>(null)
  readonly ids = $derived(
    new Set(this.thread ? [this.thread.post, ...this.thread.replies].map((post) => post.postId) : []),
  )
  readonly #api: Gateway
  readonly #postId: string
  readonly #viewer: string | null

  constructor(api: Gateway, postId: string, viewer: string | null) {
    this.#api = api
    this.#postId = postId
    this.#viewer = viewer
  }

  async load(): Promise<void> {
    try {
      this.thread = await this.#api.getThread(this.#postId, { viewer: this.#viewer })
      this.failure = null
    } catch (cause) {
      this.failure = failureOf(cause)
    }
  }

  async loadMore(): Promise<void> {
    const known = this.thread
    if (!known?.nextCursor) return
    try {
      const next = await this.#api.getThread(this.#postId, { viewer: this.#viewer, cursor: known.nextCursor })
      this.thread = { ...next, ancestors: known.ancestors, replies: mergePosts(known.replies, next.replies) }
    } catch (cause) {
      this.failure = failureOf(cause)
    }
  }

  /** A new post somewhere: if it belongs here the thread grows by it, quietly, at its end. */
  noteNew(postId: string): void {
    if (this.ids.has(postId)) return
    this.#api.getPost(postId, this.#viewer).then(
      (post) => {
        if (post.subject !== this.#postId || post.kind !== 'reply' || !this.thread) return
        this.thread = { ...this.thread, replies: mergePosts(this.thread.replies, [post]) }
      },
      () => undefined,
    )
  }
}
