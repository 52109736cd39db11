import { expect, it, vi } from 'vitest'
import { bytesOfUint } from '../../domain/bytesOfUint.ts'
import { hexOfBytes } from '../../domain/hexOfBytes.ts'
import { joinBytes } from '../../domain/joinBytes.ts'
import { keccak256 } from '../../domain/keccak256.ts'
import { peopleTrust } from '../../state/peopleTrust.svelte.ts'
import { makeCase, makeConfig } from './fixtures.ts'
import { findVote, planOpen, planSeal, sealVote } from './vote.ts'

const juror = { profileId: '77', custody: `0x${'11'.repeat(20)}` as const }
const salt = `0x${'5'.repeat(64)}` as const

it('is sealed by case, juror, vote and salt, a word each', () => {
  const words = [5n, 77n, 2n, BigInt(salt)].map((value) => bytesOfUint(value, 32))
  expect(sealVote('5', '77', { vote: 2, salt })).toBe(hexOfBytes(keccak256(joinBytes(...words))))
  expect(sealVote('5', '77', { vote: 3, salt })).not.toBe(sealVote('5', '77', { vote: 2, salt }))
})

it('what opens it is kept before it is sent', async () => {
  vi.spyOn(peopleTrust, 'isTrusted').mockReturnValue(true)
  const config = makeConfig()
  const plan = planSeal(config, makeCase(), juror, 3)
  expect(findVote(config, '5', '77')).toBeNull()
  const { data, to } = await plan.build({ request: () => Promise.resolve(null) }, () => undefined)
  const kept = findVote(config, '5', '77')
  if (!kept) throw new Error('nothing was kept')
  expect(to).toBe(config.contracts.Jury)
  expect(data.endsWith(sealVote('5', '77', kept).slice(2))).toBe(true)
  const opened = await planOpen(config, makeCase(), juror, kept).build(
    { request: () => Promise.resolve(null) },
    () => undefined,
  )
  expect(opened.data.endsWith(kept.salt.slice(2))).toBe(true)
})
