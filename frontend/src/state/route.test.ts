import { describe, expect, it } from 'vitest'
import { parseRoute, profileHref, spaceHref, threadHref } from './route.ts'

const postId = `0x${'ab'.repeat(32)}`

describe('parseRoute refuses what it does not know', () => {
  it.each(['#/nowhere', '#/thread/0x12', '#/thread/', '#/@A B', '#/settings/x', '#/space/a/b', '#/profile/'])(
    '%s is lost',
    (hash) => expect(parseRoute(hash).page).toBe('lost'),
  )
  it('survives a broken escape', () =>
    expect(parseRoute('#/space/%E0%A4%A')).toEqual({ page: 'space', tag: '%E0%A4%A' }))
})

describe('parseRoute finds each page', () => {
  it.each([
    ['', { page: 'home' }],
    ['#/', { page: 'home' }],
    ['#/explore', { page: 'explore' }],
    ['#/space', { page: 'explore' }],
    ['#/welcome?then=compose', { page: 'welcome' }],
    [spaceHref('größe'), { page: 'space', tag: 'größe' }],
    [threadHref(postId), { page: 'thread', postId }],
    [profileHref('ada_l'), { page: 'profile', idOrHandle: 'ada_l' }],
    ['#/profile/4611686018427387904', { page: 'profile', idOrHandle: '4611686018427387904' }],
  ])('%s', (hash, route) => expect(parseRoute(hash)).toEqual(route))
})
