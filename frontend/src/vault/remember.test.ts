// @vitest-environment node
import { describe, expect, it } from 'vitest'
import { rejectedCodeOf } from '../domain/vectors.testing.ts'
import { readValue, writeValue } from '../state/database.ts'
import { code, device, draft, FakeGateway, profile, started, titles, wallet } from './fakes.testing.ts'
import { createCode } from './recoveryCode.ts'
import { forgetVault, recallVault, rememberedMilliseconds, rememberVault } from './remember.ts'
import { Vault } from './vault.ts'

const now = 1_790_000_000_000

describe('a remembered vault', () => {
  it.each([
    ['after twelve hours', now + rememberedMilliseconds],
    ['before it was remembered', now - 1],
  ])('is not opened %s, and is forgotten', async (name, time) => {
    const { vault } = await started()
    await rememberVault(name, vault, profile, now)
    expect(await recallVault(name, profile, time)).toBeNull()
    expect(await recallVault(name, profile, now)).toBeNull()
  })
  it('is not opened when the time or the profile beside it was changed', async () => {
    const { vault } = await started()
    await rememberVault('changed', vault, profile, now)
    const kept = await readValue<object>('changed', 'wrapping', `vault/${profile}`)
    await writeValue('changed', 'wrapping', `vault/${profile}`, { ...kept, until: now + 10 ** 7 })
    expect(await recallVault('changed', profile, now)).toBeNull()
    await writeValue('changed', 'wrapping', 'vault/7', kept)
    expect(await recallVault('changed', '7', now)).toBeNull()
  })
  it('opens nothing but itself', async () => {
    const { vault } = await started()
    await rememberVault('other', vault, profile, now)
    const gateway = new FakeGateway()
    await Vault.create(device(gateway), [{ method: 'code', code: createCode() }, wallet])
    const way = await recallVault('other', profile, now)
    if (!way) throw new Error('it is remembered')
    expect(await rejectedCodeOf(Vault.open(device(gateway), way))).toBe('vault.no_method')
  })
  it('lies in storage under a key that nobody can read', async () => {
    const { vault } = await started()
    await rememberVault('stored', vault, profile, now)
    const kept = await readValue<{ wrapping: CryptoKey; ciphertext: ArrayBuffer }>(
      'stored',
      'wrapping',
      `vault/${profile}`,
    )
    expect(kept?.wrapping.extractable).toBe(false)
    expect(new Uint8Array(kept?.ciphertext ?? new ArrayBuffer())).not.toEqual(vault.withKey((key) => key))
  })
  it('opens without asking until it is forgotten', async () => {
    const { ports, vault } = await started()
    await vault.addRecord(draft)
    await rememberVault('kept', vault, profile, now)
    vault.lock()
    const way = await recallVault('kept', profile, now + rememberedMilliseconds - 1)
    if (!way) throw new Error('it is remembered')
    const again = await Vault.open(ports, way)
    expect([titles(again), way.key.every((byte) => byte === 0)]).toEqual([['Mine'], true])
    await forgetVault('kept', profile)
    expect(await recallVault('kept', profile, now)).toBeNull()
    expect(titles(await Vault.open(ports, code))).toEqual(['Mine'])
  })
})
