import { flushSync } from 'svelte'
import { describe, expect, it, vi } from 'vitest'
import { Failure } from '../api/failure.ts'
import type { Page, Post } from '../api/model.ts'
import { Feed, mergePosts, type FetchPage } from './feed.svelte.ts'

const post = (postId: string): Post => ({ postId }) as Post // Safety: a feed reads nothing but ids.
const page = (ids: string[], nextCursor: string | null = null): Page<Post> => ({
  items: ids.map(post),
  nextCursor,
})
const idsOf = (feed: Feed) => feed.items.map(({ postId }) => postId)

describe('Feed when the gateway fails', () => {
  it('says so at first', async () => {
    const feed = new Feed(() => Promise.reject(new Failure('gateway.unreachable')))
    await feed.load()
    expect([feed.status, feed.failure?.code]).toEqual(['failed', 'gateway.unreachable'])
  })
  it('keeps what was read when a refresh fails', async () => {
    const fetchPage = vi
      .fn<FetchPage>()
      .mockResolvedValueOnce(page(['a']))
      .mockRejectedValueOnce(new Failure('gateway.timeout'))
    const feed = new Feed(fetchPage)
    await feed.load()
    await feed.load()
    expect(idsOf(feed)).toEqual(['a'])
  })
  it('can ask for the same older page again', async () => {
    const fetchPage = vi
      .fn<FetchPage>()
      .mockResolvedValueOnce(page(['a'], 'x'))
      .mockRejectedValueOnce(new Failure('gateway.timeout'))
      .mockResolvedValueOnce(page(['b']))
    const feed = new Feed(fetchPage)
    await feed.load()
    await feed.loadMore()
    expect(feed.failure?.code).toBe('gateway.timeout')
    await feed.loadMore()
    expect([idsOf(feed), feed.failure, fetchPage.mock.calls.map(([cursor]) => cursor)]).toEqual([
      ['a', 'b'],
      null,
      [null, 'x', 'x'],
    ])
  })
})

describe('Feed', () => {
  it('is asked once by the effect that starts it', async () => {
    const fetchPage = vi.fn<FetchPage>(() => Promise.resolve(page(['a'])))
    const feed = new Feed(fetchPage)
    const stop = $effect.root(() => {
      $effect(() => void feed.load())
    })
    flushSync()
    await vi.waitFor(() => expect(feed.status).toBe('ready'))
    flushSync()
    await Promise.resolve()
    expect(fetchPage).toHaveBeenCalledTimes(1)
    stop()
  })
  it('asks for no page after the last, nor twice at once', async () => {
    const fetchPage = vi
      .fn<FetchPage>()
      .mockResolvedValueOnce(page(['a'], 'x'))
      .mockResolvedValueOnce(page(['b']))
    const feed = new Feed(fetchPage)
    await feed.load()
    await Promise.all([feed.loadMore(), feed.loadMore()])
    await feed.loadMore()
    expect(fetchPage).toHaveBeenCalledTimes(2)
    expect(feed.ended).toBe(true)
  })
  it('counts new posts without moving what is read, and forgets the count when they are shown', async () => {
    const fetchPage = vi
      .fn<FetchPage>()
      .mockResolvedValueOnce(page(['a']))
      .mockResolvedValueOnce(page(['b', 'a']))
    const feed = new Feed(fetchPage)
    await feed.load()
    feed.noteNew('a')
    feed.noteNew('b')
    expect([feed.waiting, idsOf(feed)]).toEqual([1, ['a']])
    await feed.load()
    expect([feed.waiting, idsOf(feed)]).toEqual([0, ['b', 'a']])
  })
  it('shows no post twice when pages overlap', () =>
    expect(mergePosts([post('a'), post('b')], [post('b'), post('c')]).map(({ postId }) => postId)).toEqual([
      'a',
      'b',
      'c',
    ]))
})
