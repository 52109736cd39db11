import type { Post } from './api/model.ts'

/** A post as a gateway gives it; tests change what they are about. */
export function makePost(change: Partial<Post> = {}): Post {
  const postId = `0x${'ab'.repeat(32)}`
  return {
    postId,
    kind: 'post',
    author: { profileId: '77', handle: 'ada', name: 'Ada', avatar: null, level: 0, judgedFake: false },
    subject: null,
    rootId: postId,
    parent: null,
    createdAt: '2026-11-20T10:00:00.000Z',
    anchoredAt: '2026-11-20T10:00:04.000Z',
    content: {
      digest: `0x${'cd'.repeat(32)}`,
      cid: 'bafkreigh2akiscaildcqabsyg3dfr6chu3fgpregiymsck7e7aqa4s52zy',
    },
    document: {
      type: 'post',
      text: 'First words. #books https://a.example',
      media: [],
      mentions: [],
      lang: null,
    },
    contentState: 'available',
    tags: ['books'],
    counts: { replies: 1, reposts: 0, quotes: 0, reactions: 2 },
    reactions: [
      { emoji: '❤', count: 1 },
      { emoji: '🔥', count: 1 },
    ],
    edited: false,
    retracted: false,
    state: 'final',
    earlierCustody: false,
    target: null,
    viewer: null,
    collapsed: null,
    ...change,
  }
}
