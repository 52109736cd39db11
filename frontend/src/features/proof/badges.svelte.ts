import { SvelteMap } from 'svelte/reactivity'
import type { Post } from '../../api/model.ts'
import type { Report } from '../../verify/report.ts'
import { gateway } from '../../state/gateway.svelte.ts'

export type BadgeState =
  | { state: 'unchecked' }
  | { state: 'checking'; report: Report | null }
  | { state: 'verified' | 'word' | 'failed' | 'incomplete'; report: Report }

const unchecked: BadgeState = { state: 'unchecked' }
const parallel = 3

/** What this browser itself found out about each post shown, and the panel that explains one of them. */
class Badges {
  #found = new SvelteMap<string, BadgeState>()
  #queue: string[] = []
  #running = 0
  panelPost = $state.raw<Post | null>(null)

  of(postId: string): BadgeState {
    return this.#found.get(postId) ?? unchecked
  }

  /** Checks a post once, in its turn; asking again costs nothing. */
  request(postId: string): void {
    if (this.#found.has(postId) || this.#queue.includes(postId)) return
    this.#queue.push(postId)
    this.#pump()
  }

  /** Forgets what was found, as after a change of the chain source or an edit. */
  reset(postId?: string): void {
    if (postId) this.#found.delete(postId)
    else this.#found.clear()
  }

  openPanel(post: Post): void {
    this.panelPost = post
    if (this.of(post.postId).state === 'unchecked') this.request(post.postId)
  }

  recheck(postId: string): void {
    this.reset(postId)
    this.request(postId)
  }

  #pump(): void {
    while (this.#running < parallel && this.#queue.length > 0) {
      const postId = this.#queue.shift()
      if (!postId) return
      this.#running += 1
      this.#found.set(postId, { state: 'checking', report: null })
      void this.#check(postId).finally(() => {
        this.#running -= 1
        this.#pump()
      })
    }
  }

  async #check(postId: string): Promise<void> {
    const config = gateway.config
    if (!config) {
      this.#found.delete(postId)
      return
    }
    try {
      const { checkPost } = await import('./checkPost.ts')
      const report = await checkPost(postId, gateway.api, config, (partial) =>
        this.#found.set(postId, { state: 'checking', report: partial }),
      )
      this.#found.set(postId, { state: report.outcome, report })
    } catch {
      this.#found.delete(postId)
    }
  }
}
export const badges = new Badges()
