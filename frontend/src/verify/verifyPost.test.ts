// @vitest-environment node
import { describe, expect, it } from 'vitest'
import { Kind } from '../domain/kind.ts'
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
    ['shows a revoked key’s post', 'key', (_, facts) => (facts.authorised = false)],
  ]
  it.each(lies)('%s', async (_, step, lie) => {
    const { outcome, failed } = await verdict(lie)
    expect(failed).toContain(step)
    expect(outcome).toBe('failed')
  })
})

function setLogAddress(facts: ChainFacts, address: string): void {
  const receipt = facts.receipt as { logs: { address: string }[] } // Safety: made by factsOf.
  receipt.logs.forEach((log) => (log.address = address))
}

describe('verifyPost never says verified when', () => {
  it('the bytes cannot be fetched', async () =>
    expect((await verdict((world) => Object.assign(world, { bytes: null }))).outcome).toBe('incomplete'))
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
      ['content', 'shown', 'record', 'signature', 'handle', 'merkle', 'event', 'block', 'key', 'dates'],
    ])
  })
  it('tells its progress without calling it verified', async () => {
    const seen: string[] = []
    const world = await buildWorld()
    await verifyPost(world, config, ownChain(factsOf(world)), ({ outcome }) => seen.push(outcome))
    expect(new Set(seen)).toEqual(new Set(['incomplete']))
  })
})
