import type { TagSpan } from './pieces.ts'

type Finder = (text: string) => readonly TagSpan[]

/** The shared hashtag rule, fetched after the first posts are readable: until then text is shown plainly. */
class TagSpans {
  #finder = $state.raw<Finder | null>(null)

  find(text: string): readonly TagSpan[] {
    return text.includes('#') || text.includes('＃') ? (this.#finder?.(text) ?? []) : []
  }

  /** The tag that the whole text names, with or without its sign; '' if it names none. */
  wholeTag(text: string): string {
    const word = text.trim()
    const sign = /^[#＃]/.test(word) ? word : `#${word}`
    const [found] = this.find(sign)
    return found && found.start === 0 && found.end === sign.length ? found.tag : ''
  }

  async load(): Promise<void> {
    const { findTagSpans } = await import('./findTagSpans.ts')
    this.#finder = findTagSpans
  }
}
export const tagSpans = new TagSpans()
