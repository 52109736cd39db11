import type { Component } from 'svelte'

type Parts = typeof import('../features/late/parts.ts')

/** What the page can do without until the first posts are readable: one chunk, fetched right after them. */
class Late {
  parts = $state.raw<Parts | null>(null)
  /** A note above the page by something that only some people have. */
  note = $state.raw<Component | null>(null)

  async load(): Promise<void> {
    this.parts = await import('../features/late/parts.ts')
    this.parts.startLate()
  }
}
export const late = new Late()
