import { Failure } from './failure.ts'
import type { Post } from './model.ts'

const kinds = new Set<string>(['post', 'reply', 'quote', 'repost'])

/** The posts as they are. Raises `gateway.shape` where words stand in what can have none: no page may show them. */
export function requirePosts<const T extends readonly Post[]>(posts: T): T {
  for (const post of posts) if (!isPostShaped(post)) throw new Failure('gateway.shape', String(post.postId))
  return posts
}

function isPostShaped({ kind, document, contentState, retracted, target }: Post): boolean {
  const mayHaveWords = kind !== 'repost' && contentState === 'available' && !retracted
  return kinds.has(kind) && (mayHaveWords || document === null) && (target === null || isPostShaped(target))
}
