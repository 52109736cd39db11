import type { Tag } from './brands.ts'
import { locateHashtags } from './locateHashtags.ts'

const maxCount = 32

/** The canonical tags of a text in order of first appearance, each once, the first 32 of them. */
export function findHashtags(text: string): Tag[] {
  return [...new Set(locateHashtags(text).map(({ tag }) => tag))].slice(0, maxCount)
}
