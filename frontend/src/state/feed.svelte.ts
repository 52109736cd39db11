import { untrack } from 'svelte'
import { failureOf, type Failure } from '../api/failure.ts'
import type { Page, Post } from '../api/model.ts'

export type FetchPage = (cursor: string | null) => Promise<Page<Post>>

/** One list of posts that grows downwards by cursors and upwards by `showNew`. */
export class Feed {
  items = $state.raw<Post[]>([])
  status = $state<'loading' | 'ready' | 'failed'>('loading')
  failure = $state.raw<Failure | null>(null)
  loadingMore = $state(false)
  waiting = $state(0)
  #cursor: string | null = null
  ended = $state(false)
  readonly ids = $derived(new Set(this.items.map((post) => post.postId)))
  readonly #fetchPage: FetchPage

  constructor(fetchPage: FetchPage) {
    this.#fetchPage = fetchPage
  }

  /** The first page replaces what is shown. A failed refresh keeps the old list. */
  async load(): Promise<void> {
    if (untrack(() => this.items.length) === 0) this.status = 'loading'
    try {
      const page = await this.#fetchPage(null)
      this.items = page.items
      this.#cursor = page.nextCursor
      this.ended = page.nextCursor === null
      this.status = 'ready'
      this.failure = null
      this.waiting = 0
    } catch (cause) {
      this.failure = failureOf(cause)
      this.status = 'failed'
    }
  }

  async loadMore(): Promise<void> {
    if (this.loadingMore || this.ended || this.status !== 'ready') return
    this.loadingMore = true
    try {
      const page = await this.#fetchPage(this.#cursor)
      this.items = mergePosts(this.items, page.items)
      this.#cursor = page.nextCursor
      this.ended = page.nextCursor === null
      this.failure = null
    } catch (cause) {
      this.failure = failureOf(cause)
    } finally {
      this.loadingMore = false
    }
  }

  /** One more post exists above; it is not pushed under the reader's eyes. */
  noteNew(postId: string): void {
    if (!this.ids.has(postId)) this.waiting += 1
  }
}

/** Both lists without doubles, the first in front. */
export function mergePosts(first: readonly Post[], second: readonly Post[]): Post[] {
  const known = new Set(first.map((post) => post.postId))
  return [...first, ...second.filter((post) => !known.has(post.postId))]
}
