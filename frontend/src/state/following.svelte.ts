import type { Gateway } from '../api/endpoints.ts'
import { outbox } from './outbox.svelte.ts'
import { overlayFollowing } from './overlay.ts'

/** The tags and people that the profile in use follows: the gateway's answer with pending acts on top. */
class FollowingState {
  #tags = $state.raw<string[]>([])
  #people = $state.raw<string[]>([])
  readonly tags = $derived(this.#overlaidTags())

  async load(api: Gateway, profileId: string | null): Promise<void> {
    if (!profileId) {
      this.#tags = []
      this.#people = []
      return
    }
    const page = await api.listFollowing(profileId, { limit: 100 })
    this.#tags = page.tags.flatMap(({ tag }) => (tag ? [tag] : []))
    this.#people = page.items.map(({ profile }) => profile.profileId)
  }

  has(about: { tag?: string; profileId?: string }, known?: boolean | null): boolean {
    const answered =
      known ??
      (about.tag === undefined
        ? this.#people.includes(about.profileId ?? '')
        : this.#tags.includes(about.tag))
    return overlayFollowing(answered, outbox.items, about)
  }

  /** Whether a new post belongs on the home page: by its author or by one of its tags. */
  hasAny(profileId: string, tags: readonly string[]): boolean {
    return this.has({ profileId }) || tags.some((tag) => this.has({ tag }))
  }

  /** How many follows of this browser the chain has by now: when it grows, the home page is out of date. */
  get settledCount(): number {
    return outbox.items.filter(
      ({ kind, state }) => kind >= 9 && kind <= 12 && (state === 'anchored' || state === 'final'),
    ).length
  }

  #overlaidTags(): string[] {
    const pending = outbox.items.flatMap(({ about }) => (about.tag ? [about.tag] : []))
    return [...new Set([...this.#tags, ...pending])].filter((tag) => this.has({ tag })).sort()
  }
}
export const following = new FollowingState()
