import { afterEach, expect, it, vi } from 'vitest'
import type { Config, Post } from '../../api/model.ts'
import { makePost } from '../../fixtures.ts'
import { gateway } from '../../state/gateway.svelte.ts'
import type { Report } from '../../verify/report.ts'
import { badges } from './badges.svelte.ts'

const checkPost = vi.hoisted(() => vi.fn<() => Promise<Report>>())
vi.mock('./checkPost.ts', () => ({ checkPost }))

const verified: Report = {
  postId: '',
  source: { kind: 'rpc', name: 'n' },
  steps: [],
  outcome: 'verified',
  reason: '',
}

afterEach(() => {
  badges.reset()
  gateway.config = null
})

async function verify(post: Post): Promise<void> {
  gateway.config = {} as Config // Safety: the check is replaced and reads nothing of it.
  checkPost.mockResolvedValue(verified)
  badges.request(post)
  await vi.waitFor(() => expect(badges.of(post).state).toBe('verified'))
}

const document = { type: 'post' as const, text: 'Forged.', media: [], mentions: [], lang: null }
const swaps: [string, Partial<Post>][] = [
  ['words', { document }],
  ['no words', { document: null }],
  [
    'another author',
    { author: { profileId: '78', handle: 'ada', name: 'Ada', avatar: null, level: 0, judgedFake: false } },
  ],
  [
    'another handle',
    { author: { profileId: '77', handle: 'eve', name: 'Ada', avatar: null, level: 0, judgedFake: false } },
  ],
  ['another kind', { kind: 'repost' }],
  ['another subject', { subject: `0x${'01'.repeat(32)}` }],
  ['another date', { createdAt: '2026-11-21T10:00:00.000Z' }],
  ['another block time', { anchoredAt: '2026-11-21T10:00:00.000Z' }],
  ['a withdrawal', { retracted: true }],
  ['an edit', { edited: true }],
  ['an earlier custody', { earlierCustody: true }],
  ['missing content', { contentState: 'unavailable' }],
  ['another parent', { parent: { postId: `0x${'01'.repeat(32)}`, author: null } }],
  ['another post inside', { target: makePost({ postId: `0x${'01'.repeat(32)}` }) }],
]
it.each(swaps)('a badge earned by one post does not stay when the gateway swaps in %s', async (_, change) => {
  await verify(makePost())
  expect(badges.of(makePost(change)).state).toBe('unchecked')
  expect(badges.of(makePost({ counts: { replies: 9, reposts: 9, quotes: 9, reactions: 9 } })).state).toBe(
    'verified',
  )
})

it('a check that began before a change of the chain source counts no more', async () => {
  gateway.config = {} as Config // Safety: as above.
  let finish: (report: Report) => void = () => undefined
  checkPost.mockReturnValue(new Promise((resolve) => (finish = resolve)))
  badges.request(makePost())
  await vi.waitFor(() => expect(checkPost).toHaveBeenCalled())
  badges.reset()
  finish(verified)
  await new Promise((resolve) => setTimeout(resolve))
  expect(badges.of(makePost()).state).toBe('unchecked')
})
