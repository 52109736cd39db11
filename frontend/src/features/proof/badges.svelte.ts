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

/** Everything of a post that a check compares: a post whose words change is another post to be checked. */
function badgeKey(post: Post): string {
  const { postId, kind, author, subject, createdAt, anchoredAt, content, document } = post
  const { contentState, edited, retracted, earlierCustody, parent, target } = post
  const around = [parent?.postId, target?.postId]
  const facts = [kind, author.profileId, author.handle, subject, createdAt, anchoredAt, content?.digest]
  return JSON.stringify([postId, facts, contentState, edited, retracted, earlierCustody, around, document])
}

/** What this browser itself found out about each post shown, and the panel that explains one of them. */
class Badges {
  #found = $state.raw<Readonly<Record<string, BadgeState>>>({})
  #queue: Post[] = []
  #running = 0
  #round = 0
  #tries = new Map<string, number>()
  panelPost = $state.raw<Post | null>(null)

  /** What was found about exactly this post as it is shown. */
  of(post: Post): BadgeState {
    return this.#found[badgeKey(post)] ?? unchecked
  }

  /** Checks a post once, in its turn; asking again costs nothing. */
  request(post: Post): void {
    const key = badgeKey(post)
    if (key in this.#found || this.#queue.some((waiting) => badgeKey(waiting) === key)) return
    this.#queue.push(post)
    this.#pump()
  }

  /** Forgets what was found, as after a change of the chain source; checks under way no longer count. */
  reset(): void {
    this.#round += 1
    this.#found = {}
  }

  openPanel(post: Post): void {
    this.panelPost = post
    if (this.of(post).state === 'unchecked') this.request(post)
  }

  recheck(post: Post): void {
    this.#set(badgeKey(post), null)
    this.request(post)
  }

  /** One state replaced or, by null, forgotten. */
  #set(key: string, state: BadgeState | null): void {
    if (state) this.#found = { ...this.#found, [key]: state }
    else this.#found = Object.fromEntries(Object.entries(this.#found).filter(([known]) => known !== key))
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
      this.#set(badgeKey(post), { state: 'checking', report: null })
      void this.#check(post).finally(() => {
        this.#running -= 1
        this.#pump()
      })
    }
  }

  async #check(post: Post): Promise<void> {
    const [key, round, config] = [badgeKey(post), this.#round, gateway.config]
    const tell = (state: BadgeState | null) => {
      if (round === this.#round) this.#set(key, state)
    }
    if (!config) {
      tell(null)
      return
    }
    try {
      const { checkPost } = await import('./checkPost.ts')
      const report = await checkPost(post, gateway.api, config, (partial) =>
        tell({ state: 'checking', report: partial }),
      )
      tell({ state: report.outcome, report })
      this.#tries.delete(post.postId)
    } catch {
      tell(null)
      this.#tryLater(post)
    }
  }
}
export const badges = new Badges()
