import { describe, expect, it } from 'vitest'
import { makePost } from '../fixtures.ts'
import type { Post } from './model.ts'
import { requirePosts } from './shape.ts'

const wordless: Partial<Post> = { document: null }
const odd: [string, Partial<Post>][] = [
  ['a follow', { kind: 'follow' as Post['kind'] }],
  ['a follow without words', { kind: 'follow' as Post['kind'], ...wordless }],
  ['a repost with words', { kind: 'repost' }],
  ['a withdrawn post with words', { retracted: true }],
  ['an invalid post with words', { contentState: 'invalid' }],
  ['a missing post with words', { contentState: 'unavailable' }],
  ['a post inside that is odd', { kind: 'quote', target: makePost({ kind: 'repost' }) }],
]

describe('requirePosts', () => {
  it.each(odd)('refuses %s', (_, change) =>
    expect(() => requirePosts([makePost(), makePost(change)])).toThrow(
      expect.objectContaining({ code: 'gateway.shape' }),
    ),
  )
  it.each([
    {},
    { retracted: true, ...wordless },
    { contentState: 'invalid' as const, ...wordless },
    { kind: 'repost' as const, contentState: 'none' as const, target: makePost(), ...wordless },
  ])('takes an honest one: %j', (change: Partial<Post>) =>
    expect(requirePosts([makePost(change)])).toHaveLength(1),
  )
})
