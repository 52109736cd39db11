import type { Post } from '../../api/model.ts'
import type { Report } from '../../verify/report.ts'
import { gateway } from '../../state/gateway.svelte.ts'

export type BadgeState =
  | { state: 'unchecked' }
  | { state: 'checking'; report: Report | null }
  | { state: 'verified' | 'word' | 'failed' | 'incomplete'; report: Report }

const unchecked: BadgeState = { state: 'unchecked' }
const parallel = 3
const maxTries = 8

/** What this browser itself found out about each post shown, and the panel that explains one of them. */
class Badges {
  #found = $state.raw<Readonly<Record<string, BadgeState>>>({})
  #queue: Post[] = []
  #running = 0
  #tries = new Map<string, number>()
  panelPost = $state.raw<Post | null>(null)

  of(postId: string): BadgeState {
    return this.#found[postId] ?? unchecked
  }

  /** Checks a post once, in its turn; asking again costs nothing. */
  request(post: Post): void {
    const { postId } = post
    if (postId in this.#found || this.#queue.some((waiting) => waiting.postId === postId)) return
    this.#queue.push(post)
    this.#pump()
  }

  /** Forgets what was found, as after a change of the chain source or an edit. */
  reset(postId?: string): void {
    this.#set(postId ?? null, null)
  }

  openPanel(post: Post): void {
    this.panelPost = post
    if (this.of(post.postId).state === 'unchecked') this.request(post)
  }

  recheck(post: Post): void {
    this.reset(post.postId)
    this.request(post)
  }

  /** One state replaced or, by null, forgotten; without a post all are. */
  #set(postId: string | null, state: BadgeState | null): void {
    if (postId === null) this.#found = {}
    else if (state) this.#found = { ...this.#found, [postId]: state }
    else this.#found = Object.fromEntries(Object.entries(this.#found).filter(([known]) => known !== postId))
  }

  /** A gateway may not have indexed a fresh post yet: it is asked again, ever less often, and then left alone. */
  #tryLater(post: Post): void {
    const tries = (this.#tries.get(post.postId) ?? 0) + 1
    this.#tries.set(post.postId, tries)
    if (tries <= maxTries) setTimeout(() => this.request(post), 800 * tries)
  }

  #pump(): void {
    while (this.#running < parallel && this.#queue.length > 0) {
      const post = this.#queue.shift()
      if (!post) return
      this.#running += 1
      this.#set(post.postId, { state: 'checking', report: null })
      void this.#check(post).finally(() => {
        this.#running -= 1
        this.#pump()
      })
    }
  }

  async #check(post: Post): Promise<void> {
    const { postId } = post
    const config = gateway.config
    if (!config) {
      this.#set(postId, null)
      return
    }
    try {
      const { checkPost } = await import('./checkPost.ts')
      const report = await checkPost(post, gateway.api, config, (partial) =>
        this.#set(postId, { state: 'checking', report: partial }),
      )
      this.#set(postId, { state: report.outcome, report })
      this.#tries.delete(postId)
    } catch {
      this.#set(postId, null)
      this.#tryLater(post)
    }
  }
}
export const badges = new Badges()
