// @vitest-environment node
import { describe, expect, it } from 'vitest'
import type { Hex } from '../api/model.ts'
import { buildContent } from '../domain/buildContent.ts'
import { zeroWord, type Intent } from '../domain/intent.ts'
import { Kind } from '../domain/kind.ts'
import { makePost } from '../fixtures.ts'
import type { ChainSource } from './chainSource.ts'
import {
  blockSeconds,
  buildWorld,
  chainOf,
  config,
  factsOf,
  type ChainFacts,
  type World,
} from './fixtures.ts'
import type { StepId } from './report.ts'
import { pickVersion } from './pickVersion.ts'
import { verifyPost } from './verifyPost.ts'

const ownChain = (facts: ChainFacts): ChainSource => ({
  kind: 'rpc',
  name: 'your node',
  provider: chainOf(facts),
})
const other = `0x${'ee'.repeat(32)}`

async function verdict(change: (world: World, facts: ChainFacts) => void) {
  const world = await buildWorld()
  const facts = factsOf(world)
  change(world, facts)
  const report = await verifyPost(world, config, ownChain(facts))
  return {
    outcome: report.outcome,
    failed: report.steps.filter(({ state }) => state === 'failed').map(({ id }) => id),
    report,
  }
}

describe('verifyPost catches a gateway that', () => {
  const lies: [string, StepId, (world: World, facts: ChainFacts) => void][] = [
    [
      'shows another text',
      'shown',
      ({ post }) => post.document && (post.document.text = 'False words. #truth'),
    ],
    [
      'adds a picture',
      'shown',
      ({ post }) => post.document?.media.push({ cid: 'b', mime: 'image/png', alt: '', size: 1 }),
    ],
    ['names another author', 'shown', ({ post }) => (post.author.profileId = '78')],
    ['moves the date', 'shown', ({ post }) => (post.createdAt = new Date(0).toISOString())],
    [
      'makes a reply of a post',
      'shown',
      ({ post }) => Object.assign(post, { kind: 'reply', subject: other }),
    ],
    [
      'serves other bytes',
      'content',
      (world) => (world.bytes = new TextEncoder().encode('{"type":"post","text":"True words. #truth" }')),
    ],
    ['names a foreign handle', 'handle', (_, facts) => (facts.handleProfile = 5n)],
    ['changes the record', 'record', ({ proof }) => (proof.record = proof.record.replace(/^0x00/, '0x01'))],
    ['cuts the record', 'record', ({ proof }) => (proof.record = proof.record.slice(0, -2))],
    ['gives the proof of another post', 'record', ({ post }) => (post.postId = other)],
    ['names another signer', 'signature', ({ proof }) => (proof.signer = `0x${'44'.repeat(20)}`)],
    ['forges the signature', 'signature', ({ proof }) => (proof.signature = `0x${'01'.repeat(64)}1b`)],
    ['leaves the signature out', 'signature', ({ proof }) => (proof.signature = null)],
    ['bends the Merkle path', 'merkle', ({ proof }) => (proof.inclusion.merkleProof = [other])],
    ['claims another root', 'event', ({ proof }) => Object.assign(proof.inclusion, { root: other })],
    ['claims another batch digest', 'event', ({ proof }) => (proof.inclusion.batchDigest = other)],
    ['claims another count', 'event', ({ proof }) => (proof.inclusion.count = 4)],
    ['makes up a transaction', 'event', (_, facts) => (facts.receipt = null)],
    [
      'shows an event of another contract',
      'event',
      ({ post: _ }, facts) => setLogAddress(facts, `0x${'99'.repeat(20)}`),
    ],
    [
      'counts a failed transaction',
      'event',
      (_, facts) => Object.assign(facts.receipt as object, { status: '0x0' }),
    ],
    ['names an orphaned block', 'block', (_, facts) => Object.assign(facts.block as object, { hash: other })],
    [
      'moves the block’s time',
      'block',
      ({ proof }) => (proof.inclusion.blockTime = new Date((blockSeconds + 60) * 1000).toISOString()),
    ],
    ['shows a block that does not exist', 'block', (_, facts) => (facts.block = null)],
    ['hides the words as invalid', 'shown', ({ post }) => hide(post, 'invalid')],
    ['says that there are no words', 'shown', ({ post }) => hide(post, 'none')],
    ['claims a withdrawal that nobody signed', 'shown', ({ post }) => hide(post, 'available', true)],
    ['leaves the words out', 'shown', ({ post }) => hide(post, 'available')],
    ['shows words and calls them missing', 'shown', ({ post }) => (post.contentState = 'unavailable')],
    ['calls an original edited', 'shown', ({ post }) => (post.edited = true)],
    ['shows a late time', 'dates', ({ post }) => (post.anchoredAt = new Date(0).toISOString())],
    ['hides that the profile changed hands', 'key', (_, facts) => (facts.custodyStart = 1_800_000_000n)],
    ['says that the profile changed hands', 'key', ({ post }) => (post.earlierCustody = true)],
    ['shows a revoked key’s post', 'key', (_, facts) => (facts.authorised = false)],
  ]
  it.each(lies)('%s', async (_, step, lie) => {
    const { outcome, failed } = await verdict(lie)
    expect(failed).toContain(step)
    expect(outcome).toBe('failed')
  })
})

function hide(post: World['post'], contentState: World['post']['contentState'], retracted = false): void {
  Object.assign(post, { document: null, contentState, retracted })
}

describe('verifyPost gives no forged words to', () => {
  const empty: [string, Intent['kind'], Partial<World['post']>][] = [
    ['a follow called a follow', Kind.follow, { kind: 'follow' as 'post' }],
    ['a follow called a post', Kind.follow, { kind: 'post' }],
    ['a withdrawal', Kind.retract, { kind: 'retract' as 'post' }],
    ['a repost', Kind.repost, { kind: 'repost' }],
  ]
  it.each(empty)('%s', async (_, kind, change) => {
    const world = await buildWorld('Forged words.', kind, other as Hex)
    Object.assign(world.post, { subject: other, contentState: 'available', ...change })
    const report = await verifyPost(world, config, ownChain(factsOf(world)))
    const failed = report.steps.filter(({ state }) => state === 'failed').map(({ id }) => id)
    expect(failed).toContain('shown')
  })
  it('a repost whose post is another', async () => {
    const world = await buildRepost()
    world.post.target = makePost({ postId: `0x${'12'.repeat(32)}` })
    expect((await verifyPost(world, config, ownChain(factsOf(world)))).outcome).toBe('failed')
  })
  it('an answer to another post', async () => {
    const world = await buildWorld('An answer.', Kind.reply, other as Hex)
    const parent = { postId: `0x${'12'.repeat(32)}`, author: null }
    Object.assign(world.post, { kind: 'reply', subject: other, parent })
    expect((await verifyPost(world, config, ownChain(factsOf(world)))).outcome).toBe('failed')
  })
})

async function buildRepost(): Promise<World> {
  const world = await buildWorld('unused', Kind.repost, other as Hex)
  Object.assign(world.post, { kind: 'repost', subject: other, document: null, contentState: 'none' })
  return world
}

/** A post and something its author signed about it later, in one block. */
async function buildLater(kind: Intent['kind'], text: string) {
  const world = await buildWorld()
  const later = await buildWorld(text, kind, world.post.postId as Hex)
  const facts = factsOf(world)
  const [receipt, more] = [facts.receipt, factsOf(later).receipt] as { logs: unknown[] }[] // Safety: made by factsOf.
  receipt?.logs.push(...(more?.logs ?? []))
  world.proof.versions = [later.proof]
  return { world, later, facts }
}

function setLogAddress(facts: ChainFacts, address: string): void {
  const receipt = facts.receipt as { logs: { address: string }[] } // Safety: made by factsOf.
  receipt.logs.forEach((log) => (log.address = address))
}

describe('verifyPost never says verified when', () => {
  it('the bytes cannot be fetched', async () =>
    expect((await verdict((world) => Object.assign(world, { bytes: null }))).outcome).toBe('incomplete'))
  it('the words are called missing though they are at hand', async () =>
    expect((await verdict(({ post }) => hide(post, 'unavailable'))).outcome).toBe('incomplete'))
  it.each<[string, Partial<ChainFacts>]>([
    ['serves another chain', { chainId: '0x1' }],
    ['has another start block', { startBlock: { hash: other, number: '0x3', timestamp: '0x1' } }],
    ['has no start block', { startBlock: null }],
  ])('the chain source %s', async (_, change) => {
    const { outcome, report } = await verdict((__, facts) => Object.assign(facts, change))
    expect([outcome, report.steps.at(-1)?.id]).toEqual(['incomplete', 'source'])
  })
  it('the chain source fails', async () => {
    const source: ChainSource = {
      kind: 'wallet',
      name: 'w',
      provider: { request: () => Promise.reject(new Error('down')) },
    }
    expect((await verifyPost(await buildWorld(), config, source)).outcome).toBe('incomplete')
  })
  it('the chain is only the gateway’s word', async () => {
    const report = await verifyPost(await buildWorld(), config, {
      kind: 'gateway',
      name: 'gateway',
      provider: null,
    })
    expect([
      report.outcome,
      report.steps.filter(({ state }) => state === 'word').map(({ id }) => id),
    ]).toEqual(['word', ['handle', 'event', 'block', 'key']])
  })
  it('the date lies outside the window', async () => {
    const { failed } = await verdict(({ proof }, facts) => {
      const late = blockSeconds + 8 * 24 * 3600
      Object.assign(facts.block as object, { timestamp: `0x${late.toString(16)}` })
      proof.inclusion.blockTime = new Date(late * 1000).toISOString()
    })
    expect(failed).toEqual(['dates'])
  })
  it('the edit shown is of another post', async () => {
    const world = await buildWorld()
    const edit = await buildWorld('Edited. #truth', Kind.edit, `0x${'77'.repeat(32)}`)
    const changed = {
      ...world,
      proof: { ...world.proof, versions: [edit.proof] },
      version: edit.proof,
      bytes: edit.bytes,
    }
    const report = await verifyPost(changed, config, ownChain(factsOf(world)))
    expect(report.outcome).toBe('failed')
  })
})

describe('verifyPost', () => {
  it('passes an honest post, every step', async () => {
    const { outcome, report } = await verdict(() => undefined)
    expect([outcome, report.steps.map(({ id }) => id)]).toEqual([
      'verified',
      [
        'content',
        'shown',
        'record',
        'signature',
        'source',
        'handle',
        'merkle',
        'event',
        'block',
        'key',
        'dates',
      ],
    ])
  })
  it('passes a post from before the profile changed hands, if the page says so', async () => {
    const { outcome } = await verdict(({ post }, facts) => {
      facts.custodyStart = 1_800_000_000n
      post.earlierCustody = true
    })
    expect(outcome).toBe('verified')
  })
  it('passes an honest repost', async () => {
    const world = await buildRepost()
    expect((await verifyPost(world, config, ownChain(factsOf(world)))).outcome).toBe('verified')
  })
  it('passes an honest edit', async () => {
    const { world, later, facts } = await buildLater(Kind.edit, 'Better words. #truth')
    const { document, content } = later.post
    Object.assign(world.post, { document, content, edited: true })
    const version = pickVersion(world.post, world.proof)
    const report = await verifyPost({ ...world, version, bytes: later.bytes }, config, ownChain(facts))
    expect([version, report.outcome]).toEqual([later.proof, 'verified'])
  })
  it('passes an honest withdrawal, by the intent that withdraws', async () => {
    const { world, later, facts } = await buildLater(Kind.retract, 'unused')
    hide(world.post, 'available', true)
    const version = pickVersion(world.post, world.proof)
    const report = await verifyPost({ ...world, version, bytes: null }, config, ownChain(facts))
    expect([version, report.outcome]).toEqual([later.proof, 'verified'])
  })
  it('takes no withdrawal for an edit', async () => {
    const { world } = await buildLater(Kind.retract, 'unused')
    expect(pickVersion({ ...world.post, edited: true }, world.proof)).toBe(world.proof)
  })
  it('passes content that is no post and is not shown', async () => {
    const world = await buildWorld(
      'unused',
      Kind.post,
      zeroWord,
      buildContent({ type: 'profile', name: 'Ada' }),
    )
    hide(world.post, 'invalid')
    expect((await verifyPost(world, config, ownChain(factsOf(world)))).outcome).toBe('verified')
  })
  it('tells its progress without calling it verified', async () => {
    const seen: string[] = []
    const world = await buildWorld()
    await verifyPost(world, config, ownChain(factsOf(world)), ({ outcome }) => seen.push(outcome))
    expect(new Set(seen)).toEqual(new Set(['incomplete']))
  })
})
