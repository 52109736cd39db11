import { describe, expect, it } from 'vitest'
import type { Post } from '../api/model.ts'
import { overlayFollowing, overlayPost, type PendingAct } from './overlay.ts'

const post = {
  postId: '0xaa',
  reactions: [{ emoji: '❤', count: 2 }],
  counts: { replies: 0, reposts: 1, quotes: 0, reactions: 2 },
  retracted: false,
  viewer: null,
} as unknown as Post // Safety: the overlay touches nothing else.
const act = (
  kind: number,
  createdAt: number,
  about: PendingAct['about'] = {},
  state = 'pending',
): PendingAct => ({
  kind,
  subject: '0xaa',
  createdAt,
  state,
  about,
})
const heart = { emoji: '❤' }

describe('overlayPost', () => {
  it('does not count what failed', () =>
    expect(overlayPost(post, [act(7, 1, heart, 'failed')]).reactions).toEqual(post.reactions))
  it('does not count a reaction twice once the gateway knows it', () => {
    const known = { ...post, viewer: { reactions: ['❤'], reposted: true } }
    const shown = overlayPost(known, [act(7, 1, heart), act(4, 2)])
    expect([shown.reactions, shown.counts.reposts]).toEqual([[{ emoji: '❤', count: 2 }], 1])
  })
  it('leaves other posts alone', () =>
    expect(overlayPost({ ...post, postId: '0xbb' }, [act(7, 1, heart)]).viewer).toBeNull())
  it('follows the order of the acts, not of the list', () =>
    expect(overlayPost(post, [act(8, 2, heart), act(7, 1, heart)]).viewer?.reactions).toEqual([]))
  it('adds a new emoji, and takes the last of one away', () => {
    expect(overlayPost(post, [act(7, 1, { emoji: '🔥' })]).reactions).toContainEqual({
      emoji: '🔥',
      count: 1,
    })
    const one = {
      ...post,
      reactions: [{ emoji: '🔥', count: 1 }],
      viewer: { reactions: ['🔥'], reposted: false },
    }
    expect(overlayPost(one, [act(8, 1, { emoji: '🔥' })]).reactions).toEqual([])
  })
  it('hides what its author withdrew', () => expect(overlayPost(post, [act(6, 1)]).retracted).toBe(true))
})

describe('overlayFollowing', () => {
  const tag = { tag: 'books' }
  it('keeps the gateway’s answer without acts', () => expect(overlayFollowing(true, [], tag)).toBe(true))
  it('the last act wins', () =>
    expect(overlayFollowing(false, [act(11, 1, tag), act(12, 2, tag)], tag)).toBe(false))
  it('ignores acts on others and failed ones', () =>
    expect(overlayFollowing(false, [act(11, 1, { tag: 'other' }), act(11, 1, tag, 'failed')], tag)).toBe(
      false,
    ))
  it('knows people from tags', () =>
    expect(overlayFollowing(false, [act(9, 1, { profileId: '7' })], { profileId: '7' })).toBe(true))
})
