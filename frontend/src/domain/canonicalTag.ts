import type { Tag } from './brands.ts'
import { DomainError } from './domainError.ts'
import { locateHashtags } from './locateHashtags.ts'

/** The one spelling of a tag given with or without its sign; raises `hashtag.invalid`. */
export function canonicalTag(tag: string): Tag {
  const text = /^[#\uff03]/.test(tag) ? tag : `#${tag}`
  const [found] = locateHashtags(text)
  if (found?.start === 0 && found.end === text.length) return found.tag
  throw new DomainError(
    'hashtag.invalid',
    'A hashtag is 1 to 50 letters, digits or underscores, not digits alone and no spaces.',
  )
}
