import { beforeEach, describe, expect, it, vi } from 'vitest'
import { makePost } from '../../fixtures.ts'
import { gateway } from '../../state/gateway.svelte.ts'
import type { Report } from '../../verify/report.ts'
import { badgeFace } from './badgeFace.ts'
import { badges } from './badges.svelte.ts'

const checkPost = vi.hoisted(() => vi.fn())
vi.mock('./checkPost.ts', () => ({ checkPost }))
const report = (outcome: Report['outcome']) => ({
  postId: '',
  source: { kind: 'rpc', name: 'n' },
  steps: [],
  outcome,
  reason: '',
})
const post = makePost()

beforeEach(async () => {
  await import('./checkPost.ts')
  badges.reset()
  checkPost.mockReset()
  vi.useFakeTimers()
  gateway.config = {} as NonNullable<typeof gateway.config> // Safety: only its presence counts here.
  return () => vi.useRealTimers()
})

describe('badges', () => {
  it('asks again for a post that the gateway has not indexed yet', async () => {
    checkPost.mockRejectedValueOnce(new Error('404')).mockResolvedValueOnce(report('verified'))
    badges.request(post)
    await vi.runAllTimersAsync()
    expect([badges.of(post).state, checkPost.mock.calls.length]).toEqual(['verified', 2])
  })
  it('gives up in the end', async () => {
    checkPost.mockRejectedValue(new Error('404'))
    badges.request({ ...post, postId: '0xgone' })
    await vi.runAllTimersAsync()
    expect([badges.of({ ...post, postId: '0xgone' }).state, checkPost.mock.calls.length]).toEqual([
      'unchecked',
      9,
    ])
  })
  it('checks a post once, however often it comes into view', async () => {
    checkPost.mockResolvedValue(report('failed'))
    badges.request(post)
    badges.request(post)
    await vi.runAllTimersAsync()
    badges.request(post)
    await vi.runAllTimersAsync()
    expect([badges.of(post).state, checkPost.mock.calls.length]).toEqual(['failed', 1])
  })
  it('never runs more than three checks at once', async () => {
    vi.useRealTimers()
    let [running, most] = [0, 0]
    const waiting: (() => void)[] = []
    checkPost.mockImplementation(async () => {
      most = Math.max(most, ++running)
      await new Promise<void>((resolve) => waiting.push(resolve))
      running -= 1
      return report('word')
    })
    Array.from({ length: 10 }, (_, index) => badges.request({ ...post, postId: `0x${index}` }))
    await vi.waitFor(() => expect(running).toBe(3))
    await vi.waitFor(() => {
      waiting.splice(0).forEach((finish) => finish())
      expect(checkPost.mock.calls.length).toBe(10)
    }, 4_000)
    waiting.splice(0).forEach((finish) => finish())
    expect(most).toBe(3)
  })
})

describe('badgeFace', () => {
  it.each(['word', 'failed', 'incomplete', 'checking', 'unchecked'] as const)(
    '%s never says verified',
    (state) => {
      const { name, label, title } = badgeFace(state, null)
      expect(`${name} ${label} ${title}`).not.toMatch(/verified/i)
    },
  )
  it('a post on its way is not judged', () => expect(badgeFace('verified', 'pending').name).toBe('pending'))
})
