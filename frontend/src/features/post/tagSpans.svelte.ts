import type { TagSpan } from './pieces.ts'

type Finder = (text: string) => readonly TagSpan[]

/** The shared hashtag rule, fetched after the first posts are readable: until then text is shown plainly. */
class TagSpans {
  #finder = $state.raw<Finder | null>(null)

  find(text: string): readonly TagSpan[] {
    return text.includes('#') || text.includes('＃') ? (this.#finder?.(text) ?? []) : []
  }

  async load(): Promise<void> {
    const { findTagSpans } = await import('./findTagSpans.ts')
    this.#finder = findTagSpans
  }
}
export const tagSpans = new TagSpans()
