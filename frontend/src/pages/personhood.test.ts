import axe from 'axe-core'
import { flushSync, mount, unmount, type Component } from 'svelte'
import { afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest'
import {
  makeCase,
  makeConfig,
  makePartner,
  makePersonhood,
  makeProfile,
  noTips,
} from '../features/people/fixtures.ts'
import TipDialog from '../features/people/TipDialog.svelte'
import { neighbourhoodOf, makeWorld, profileAt } from '../personhood/worlds.testing.ts'
import { gateway } from '../state/gateway.svelte.ts'
import { late } from '../state/late.svelte.ts'
import { session } from '../state/session.svelte.ts'
import Personhood from './Personhood.svelte'

const world = makeWorld(40, 5)
/** As a gateway spells it: numbers of 1/65,536 as text. */
const told = (seat: number) => {
  const around = neighbourhoodOf(world, seat, true)
  const nodes = around.nodes.map((node) => ({
    ...node,
    share: String(node.share),
    bound: String(node.bound),
    support: String(node.support),
  }))
  return { ...around, state: 'final', nodes }
}
let answers: [RegExp, () => unknown][] = []
let mounted: Record<string, unknown> | null = null
let root: HTMLElement

beforeAll(async () => {
  vi.stubGlobal('EventSource', class extends EventTarget {})
  late.parts = await import('../features/late/parts.ts')
})
beforeEach(() => {
  root = document.createElement('main')
  document.body.replaceChildren(root)
  window.location.hash = '#/personhood/77'
  gateway.config = makeConfig()
  answers = [
    [/profiles\/77$|profiles\/77\?/, () => makeProfile()],
    [/profiles\/\d+\/personhood/, () => makePersonhood()],
    [/neighbourhood/, () => told(0)],
    [/cases/, () => ({ items: [], nextCursor: null })],
    [/tips/, () => noTips],
  ]
  vi.stubGlobal('fetch', (url: string) => {
    const found = answers.find(([pattern]) => pattern.test(url))
    return Promise.resolve(
      found ? Response.json(found[1]()) : Response.json({ code: 'profile.unknown' }, { status: 404 }),
    )
  })
})
afterEach(async () => {
  if (mounted) await unmount(mounted)
  mounted = null
  session.profiles = []
  session.activeId = null
  gateway.config = null
})

async function show<Props extends Record<string, unknown>>(
  component: Component<Props>,
  props: Props,
): Promise<HTMLElement> {
  mounted = mount(component, { target: root, props })
  flushSync()
  await vi.waitFor(() =>
    expect(document.querySelector('[data-level], [role=alert], .empty, dialog')).not.toBeNull(),
  )
  flushSync()
  return root
}
const put = (pattern: RegExp, answer: () => unknown) => answers.unshift([pattern, answer])
const signIn = (profileId: string) =>
  session.put({
    ...{ profileId, handle: 'ada', name: 'Ada', custody: `0x${'11'.repeat(20)}` as const },
    ...{ state: 'ready' as const, callId: null, key: null, lastCreatedAt: 0 },
  })
async function violations(): Promise<string[]> {
  const found = await axe.run(document.body, {
    rules: { 'color-contrast': { enabled: false }, region: { enabled: false } },
  })
  return found.violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' ')}`)
}

describe('what is not there is said', () => {
  it('a profile that nobody knows', async () => {
    window.location.hash = '#/personhood/999'
    window.dispatchEvent(new Event('hashchange'))
    const page = await show(Personhood, {})
    expect(page.querySelector('[role=alert]')?.textContent).toContain('no profile with that name')
    window.location.hash = '#/personhood/77'
    window.dispatchEvent(new Event('hashchange'))
  })
  it('nobody in particular', async () => {
    window.location.hash = '#/personhood'
    window.dispatchEvent(new Event('hashchange'))
    const page = await show(Personhood, {})
    expect(page.querySelector('a[href="#/welcome"]')).not.toBeNull()
    window.location.hash = '#/personhood/77'
    window.dispatchEvent(new Event('hashchange'))
  })
  it('a network without a people registry', async () => {
    put(/personhood/, () =>
      makePersonhood({
        ...{ level: 0, epochNow: null, epoch: null, numbers: null, thresholds: [], coverage: null },
        ...{ partners: [], missing: [], appeal: null, root: null, nextEpochAt: null },
        sentence: 'This network has no people registry.',
      }),
    )
    const page = await show(Personhood, {})
    expect(page.textContent).toContain('This network has no people registry.')
    expect(page.querySelector('#vouching, #partners, #proof')).toBeNull()
  })
})

describe('the three judgements are told apart', () => {
  it.each([
    [{ level: 0 }, 'Not enough evidence yet', '0'],
    [{ level: 3 }, 'Level 3', '3'],
    [{ level: 0, judgedFake: true }, 'Judged fake', 'fake'],
  ])('%j', async (change, words, mark) => {
    put(/personhood/, () => makePersonhood(change))
    const page = await show(Personhood, {})
    expect(page.querySelector('[data-level]')?.textContent).toBe(words)
    expect(page.querySelector('[data-level]')?.getAttribute('data-level')).toBe(mark)
  })
  it('nobody can vouch for who was judged fake', async () => {
    signIn('5')
    put(/personhood/, () => makePersonhood({ judgedFake: true, partners: [] }))
    const page = await show(Personhood, {})
    expect(page.querySelector('#vouching')?.closest('section')?.querySelector('button')).toBeNull()
  })
})

it('names every number, what is missing and who vouches, and is clean for a screen reader', async () => {
  const page = await show(Personhood, {})
  for (const words of ['Share of trust', '0.80', '3.40', 'Missing for level 3', 'Friend 0', '3 profiles'])
    expect(page.textContent).toContain(words)
  expect(page.querySelector('.notice.warn')).toBeNull()
  expect(await violations()).toEqual([])
})

it('warns where checks reach too few', async () => {
  const coverage = { ...makePersonhood().coverage, gate: 'warned', sentence: 'Checks reach few.' }
  put(/personhood/, () => ({ ...makePersonhood(), coverage }))
  const page = await show(Personhood, {})
  expect(page.querySelector('.notice.warn')?.textContent).toContain('Checks reach few.')
})

describe('another’s page', () => {
  it('shows what a mutual vouch would do, computed here', async () => {
    const me = profileAt(3)
    signIn(me)
    put(/profiles\/77$|profiles\/77\?/, () => makeProfile({ profileId: profileAt(0) }))
    const page = await show(Personhood, {})
    await vi.waitFor(() => expect(page.querySelector('[data-preview=exact] table')).not.toBeNull())
    expect(page.querySelector('[data-preview]')?.textContent).toContain('for everybody')
    expect(await violations()).toEqual([])
  })
  it('a vouch opens its dialog, which says stake and epochs before anything is signed', async () => {
    signIn('5')
    put(/profiles\/5\/personhood/, () => makePersonhood({ profileId: '5', partners: [] }))
    const page = await show(Personhood, {})
    const vouch = () =>
      [...page.querySelectorAll('button')].find(({ textContent }) => textContent === 'Vouch for @ada')
    await vi.waitFor(() => expect(vouch()).toBeDefined())
    vouch()?.click()
    flushSync()
    const dialog = document.querySelector('dialog')
    for (const words of ['10 TAG', 'epoch 11', 'Only if @ada vouches', 'judged fake', '4 epochs later'])
      expect(dialog?.textContent).toContain(words)
    expect(dialog?.textContent).toContain('Which wallet holds your profile?')
    expect(await violations()).toEqual([])
  })
  it('a vouch that is asked for can be given back', async () => {
    signIn('5')
    const asked = makePartner(0, {
      profile: { ...makePartner(0).profile, profileId: '77' },
      ...{ state: 'asked', isVouching: false },
    })
    put(/profiles\/5\/personhood/, () => makePersonhood({ profileId: '5', partners: [asked] }))
    const page = await show(Personhood, {})
    await vi.waitFor(() => expect(page.textContent).toContain('It counts once you vouch back.'))
  })
})

describe('one’s own page', () => {
  beforeEach(() => signIn('77'))
  it('appeals with words that jurors read', async () => {
    const page = await show(Personhood, {})
    const field = page.querySelector<HTMLTextAreaElement>('#evidence')
    if (!field) throw new Error('there is no field')
    field.value = 'Ask the library in Harbour Street.'
    field.dispatchEvent(new Event('input', { bubbles: true }))
    flushSync()
    field.form?.requestSubmit()
    flushSync()
    const dialog = document.querySelector('dialog')
    for (const words of ['Ask the library', '25 TAG', 'epoch 10', 'level 3 at once'])
      expect(dialog?.textContent).toContain(words)
    expect(await violations()).toEqual([])
  })
  it('a drawn juror sees no case before the chain has confirmed it', async () => {
    put(/personhood/, () => makePersonhood({ juror: { fromEpoch: 2, untilEpoch: null } }))
    const until = new Date(Date.now() + 600_000).toISOString()
    put(/cases\?juror/, () => ({ items: [makeCase({ until })], nextCursor: null }))
    const page = await show(Personhood, {})
    await vi.waitFor(() => expect(page.textContent).toContain('Connect your wallet'))
    expect(page.querySelector('fieldset')).toBeNull()
    expect(await violations()).toEqual([])
  })
})

describe('a tip', () => {
  const to = { profileId: '77', handle: 'ada' }
  const memo = `0x${'00'.repeat(32)}` as const
  it.each([
    ['0', 'A tip of nothing'],
    ['-1', 'Write a number of TAG'],
    ['1e9', 'Write a number of TAG'],
    ['', 'Write a number of TAG'],
  ])('of %j is refused in words', async (amount, words) => {
    signIn('5')
    await show(TipDialog, { to, memo, onclose: () => undefined })
    const field = document.querySelector<HTMLInputElement>('#tip')
    if (!field) throw new Error('there is no field')
    field.value = amount
    field.dispatchEvent(new Event('input', { bubbles: true }))
    flushSync()
    field.form?.requestSubmit()
    await vi.waitFor(() => expect(document.querySelector('[role=alert]')?.textContent).toContain(words))
    expect(await violations()).toEqual([])
  })
  it('to oneself moves nothing', async () => {
    signIn('77')
    await show(TipDialog, { to, memo, onclose: () => undefined })
    expect(document.body.textContent).toContain('This is your own profile')
  })
})
