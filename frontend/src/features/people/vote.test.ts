import { beforeEach, describe, expect, it, vi } from 'vitest'
import type { Hex } from '../../api/model.ts'
import { profileRegistryProfileOfHandle } from '../../chain/abi.gen.ts'
import { juryCaseOf, juryJuryOf } from '../../chain/peopleAbi.gen.ts'
import { selectorOf } from '../../chain/selector.ts'
import { bytesOfUint } from '../../domain/bytesOfUint.ts'
import { hexOfBytes } from '../../domain/hexOfBytes.ts'
import { joinBytes } from '../../domain/joinBytes.ts'
import { keccak256 } from '../../domain/keccak256.ts'
import { peopleTrust } from '../../state/peopleTrust.svelte.ts'
import type { Provider } from '../../wallet/provider.ts'
import { makeCase, makeConfig } from './fixtures.ts'
import { findVote, listVotes, sealVote } from './sealedVotes.ts'
import { compareCase, planOpen, planSeal } from './vote.ts'

const config = makeConfig()
const juror = { profileId: '42', custody: `0x${'11'.repeat(20)}` as const }
const salt = `0x${'5'.repeat(64)}` as const
const evidence = `0x${'e'.repeat(64)}` as const
const item = makeCase({ evidence })
const appeal = 1n
const voting = 3n
let chain: {
  profile: bigint
  kind: bigint
  evidence: bigint
  juror: bigint
  commitment: bigint
  named: bigint
}

const words = (values: bigint[]): Hex =>
  hexOfBytes(joinBytes(...values.map((value) => bytesOfUint(value, 32))))
const provider: Provider = {
  request: ({ params }: { method: string; params?: unknown }) => {
    const [{ data }] = params as [{ data: Hex }] // Safety: every request here is an eth_call.
    const selector = data.slice(0, 10)
    if (selector === selectorOf(juryCaseOf))
      return Promise.resolve(
        words([chain.profile, chain.kind, voting, 0n, 0n, 0n, 0n, 0n, 0n, chain.evidence]),
      )
    if (selector === selectorOf(juryJuryOf))
      return Promise.resolve(words([chain.juror, 0n, chain.commitment, ...Array<bigint>(12).fill(0n)]))
    return Promise.resolve(
      words([selector === selectorOf(profileRegistryProfileOfHandle) ? chain.named : 0n]),
    )
  },
}
const noted = () => undefined

beforeEach(() => {
  localStorage.clear()
  vi.spyOn(peopleTrust, 'isTrusted').mockReturnValue(true)
  chain = {
    ...{ profile: 77n, kind: appeal, evidence: BigInt(evidence) },
    ...{ juror: 42n, commitment: 0n, named: 77n },
  }
})

describe('a case that the chain knows otherwise gets no vote', () => {
  it.each([
    ['another profile', { profile: 78n, named: 78n }],
    ['another handle', { named: 78n }],
    ['another kind', { kind: 2n }],
    ['other evidence', { evidence: 1n }],
    ['another jury', { juror: 43n }],
  ])('%s', async (_, change) => {
    Object.assign(chain, change)
    await expect(compareCase(config, provider, item, juror)).rejects.toMatchObject({
      code: 'people.other_case',
    })
    await expect(planSeal(config, item, juror, 2).build(provider, noted)).rejects.toMatchObject({
      code: 'people.other_case',
    })
    expect(listVotes(config, item.caseId, juror.profileId)).toEqual([])
  })
})

it('is sealed by case, juror, vote and salt, a word each', () => {
  const spelled = [5n, 42n, 2n, BigInt(salt)].map((value) => bytesOfUint(value, 32))
  expect(sealVote('5', '42', { vote: 2, salt })).toBe(hexOfBytes(keccak256(joinBytes(...spelled))))
  expect(sealVote('5', '42', { vote: 3, salt })).not.toBe(sealVote('5', '42', { vote: 2, salt }))
})

it('a second vote that never reaches the chain leaves the first one to be opened', async () => {
  const { data } = await planSeal(config, item, juror, 2).build(provider, noted)
  const commitment: Hex = `0x${data.slice(-64)}`
  await planSeal(config, item, juror, 3).build(provider, noted)
  chain.commitment = BigInt(commitment)
  const sealed = findVote(config, item.caseId, juror.profileId, commitment)
  expect(sealed?.vote).toBe(2)
  if (!sealed) throw new Error('nothing was kept')
  const opened = await planOpen(config, item, juror, sealed).build(provider, noted)
  expect(opened.data.endsWith(sealed.salt.slice(2))).toBe(true)
})

it('a store that keeps nothing seals nothing', async () => {
  vi.spyOn(Storage.prototype, 'setItem').mockImplementation(() => {
    throw new DOMException('full', 'QuotaExceededError')
  })
  await expect(planSeal(config, item, juror, 2).build(provider, noted)).rejects.toMatchObject({
    code: 'page.storage',
  })
})

it('a vote that another browser sealed is not opened here', async () => {
  chain.commitment = 9n
  await expect(planOpen(config, item, juror, { vote: 2, salt }).build(provider, noted)).rejects.toMatchObject(
    { code: 'people.vote_lost' },
  )
})
