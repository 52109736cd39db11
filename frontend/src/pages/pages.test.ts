import axe from 'axe-core'
import { flushSync, mount, unmount, type Component } from 'svelte'
import { afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest'
import PostCard from '../features/post/PostCard.svelte'
import ProofPanel from '../features/proof/ProofPanel.svelte'
import HelpDialog from '../features/frame/HelpDialog.svelte'
import Rail from '../features/frame/Rail.svelte'
import { badges } from '../features/proof/badges.svelte.ts'
import { makePost } from '../fixtures.ts'
import { gateway } from '../state/gateway.svelte.ts'
import { late } from '../state/late.svelte.ts'
import { session } from '../state/session.svelte.ts'
import Compose from './Compose.svelte'
import Explore from './Explore.svelte'
import Home from './Home.svelte'
import Lost from './Lost.svelte'
import Settings from './Settings.svelte'
import Thread from './Thread.svelte'
import Welcome from './Welcome.svelte'

const post = makePost()
const answers: [RegExp, unknown][] = [
  [/\/thread/, { ancestors: [], post, replies: [], nextCursor: null }],
  [/\/v1\/(feeds|spaces\/.*\/posts)/, { items: [post], nextCursor: null }],
  [
    /\/v1\/spaces/,
    {
      items: [
        { tag: 'books', tagId: '0x', counts: { posts: 3, followers: 1 }, recentPosts: 2, recentAuthors: 1 },
      ],
      nextCursor: null,
    },
  ],
  [/\/keys/, { profileId: '77', custodies: [], sessionKeys: [] }],
]
let mounted: Record<string, unknown> | null = null
let root: HTMLElement

beforeAll(async () => {
  vi.stubGlobal(
    'EventSource',
    class extends EventTarget {
      close() {}
    },
  )
  late.parts = await import('../features/late/parts.ts')
})
beforeEach(() => {
  root = document.createElement('main')
  document.body.replaceChildren(root)
  vi.stubGlobal('fetch', (url: string) => {
    const found = answers.find(([pattern]) => pattern.test(url))
    return Promise.resolve(
      found ? Response.json(found[1]) : Response.json({ code: 'post.unknown' }, { status: 404 }),
    )
  })
})
afterEach(async () => {
  if (mounted) await unmount(mounted)
  mounted = null
  session.profiles = []
  session.activeId = null
  badges.panelPost = null
})

async function show<Props extends Record<string, unknown>>(
  component: Component<Props>,
  props: Props,
): Promise<HTMLElement> {
  mounted = mount(component, { target: root, props })
  flushSync()
  await vi.waitFor(() => expect(root.querySelector('[aria-busy="true"], .skeleton:not([role])')).toBeNull())
  flushSync()
  return root
}
const signIn = () =>
  session.put({
    profileId: '77',
    handle: 'ada',
    name: 'Ada',
    custody: `0x${'11'.repeat(20)}`,
    state: 'ready',
    callId: null,
    key: { address: `0x${'22'.repeat(20)}`, untilSeconds: 4e9, kinds: 8190 },
    lastCreatedAt: 0,
  })

/** Colours need a real browser; everything else axe knows is checked here. */
async function violationsIn(element: Element): Promise<string[]> {
  const { violations } = await axe.run(element, {
    rules: { 'color-contrast': { enabled: false }, region: { enabled: false } },
  })
  return violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' ')}`)
}

describe('axe finds nothing on', () => {
  const pages: [string, Component, (() => void)?][] = [
    ['home', Home],
    ['home of a person', Home, signIn],
    ['explore', Explore],
    ['thread', Thread, () => (window.location.hash = `#/thread/${post.postId}`)],
    ['welcome', Welcome],
    ['compose', Compose, signIn],
    ['settings', Settings],
    ['settings of a person', Settings, signIn],
    ['a lost page', Lost],
    ['the rail', Rail, signIn],
    ['the keys', HelpDialog],
    ['the proof', ProofPanel, () => (badges.panelPost = post)],
  ]
  it.each(pages)('%s', async (_, page, prepare) => {
    prepare?.()
    await show(page, {})
    expect(await violationsIn(document.body)).toEqual([])
  })
})

describe('a post', () => {
  const markup = '<img src=x onerror=alert(1)><b>bold</b> [x](javascript:alert(1))'
  it('shows markup as text', async () => {
    const card = await show(PostCard, {
      post: makePost({ document: { type: 'post', text: markup, media: [], mentions: [], lang: null } }),
    })
    expect(card.querySelector('p[dir]')?.textContent).toBe(markup)
    expect(card.querySelector('img, b, [href^="javascript"]')).toBeNull()
  })
  it('keeps every character of its text, spaces and line breaks included', async () => {
    const text = 'a  b\n\nhttps://a.example/x #books\n end'
    const card = await show(PostCard, {
      post: makePost({ document: { type: 'post', text, media: [], mentions: [], lang: null } }),
    })
    expect(card.querySelector('p[dir]')?.textContent).toBe(text)
  })
  it.each([
    [{ retracted: true }, 'withdrawn'],
    [{ contentState: 'unavailable' as const, document: null }, 'has not reached this gateway'],
    [{ contentState: 'invalid' as const, document: null }, 'breaks the format'],
  ])('says why there is nothing to read: %j', async (change, words) => {
    const card = await show(PostCard, { post: makePost(change) })
    expect(card.textContent).toContain(words)
  })
  it('shows the chain’s time when the author’s is over an hour off', async () => {
    const card = await show(PostCard, { post: makePost({ createdAt: '2026-11-20T06:00:00.000Z' }) })
    expect(card.querySelector('time')?.dateTime).toBe('2026-11-20T10:00:04.000Z')
  })
})

it('says what still works when the gateway is away', async () => {
  vi.stubGlobal('fetch', () => Promise.reject(new TypeError('down')))
  await gateway.load()
  const { default: GatewayBanner } = await import('../features/frame/GatewayBanner.svelte')
  const banner = await show(GatewayBanner, {})
  expect(banner.querySelector('[role=alert]')?.textContent).toMatch(
    /does not answer[\s\S]*publish straight to the chain/,
  )
})
