// @vitest-environment node
import { describe, expect, it } from 'vitest'
import { Failure } from '../api/failure.ts'
import { bytesOfHex } from '../domain/bytesOfHex.ts'
import type { Hex } from '../domain/hex.ts'
import { rejectedCodeOf } from '../domain/vectors.testing.ts'
import { recoverAddress } from '../wallet/sessionKeys.ts'
import { destructionSigning } from './destruction.ts'
import {
  code,
  custody,
  deal,
  device,
  draft,
  FakeGateway,
  profile,
  started,
  titles,
  wallet,
} from './fakes.testing.ts'
import { decodeManifest } from './manifest.ts'
import { createCode } from './recoveryCode.ts'
import { registry } from './vault.testing.ts'
import { Vault } from './vault.ts'

describe('a vault refuses', () => {
  it('to start with one way in, or twice', async () => {
    const { ports } = await started()
    expect(await rejectedCodeOf(Vault.create(device(new FakeGateway()), [code]))).toBe('vault.two_methods')
    expect(await rejectedCodeOf(Vault.create(device(new FakeGateway()), [code, code]))).toBe(
      'vault.two_methods',
    )
    expect(await rejectedCodeOf(Vault.create(ports, [code, wallet]))).toBe('vault.exists')
  })
  it('to be made while the gateway is away: it may have one', async () => {
    const gateway = new FakeGateway()
    gateway.away = true
    expect(await rejectedCodeOf(Vault.create(device(gateway), [code, wallet]))).toBe('gateway.unreachable')
  })
  it('to open where there is none, and with another secret', async () => {
    const { gateway } = await started()
    expect(await rejectedCodeOf(Vault.open(device(new FakeGateway()), code))).toBe('vault.none')
    const other = { method: 'code', code: createCode() } as const
    expect(await rejectedCodeOf(Vault.open(device(gateway), other))).toBe('vault.code_wrong')
    const phrase = { method: 'passphrase', passphrase: 'four words drawn by lot' } as const
    expect(await rejectedCodeOf(Vault.open(device(gateway), phrase))).toBe('vault.no_method')
  })
  it('everything once it is locked', async () => {
    const { vault } = await started()
    const key = vault.withKey((bytes) => bytes)
    vault.lock()
    await Promise.resolve()
    await new Promise((resolve) => setTimeout(resolve))
    expect(key.every((byte) => byte === 0)).toBe(true)
    expect(() => vault.records).toThrow(expect.objectContaining({ code: 'vault.locked' }))
    expect(await rejectedCodeOf(vault.addRecord(draft))).toBe('vault.locked')
  })
  it('records that it has not, and the removal of the last way in', async () => {
    const { vault } = await started()
    const unknown: Hex = `0x${'ab'.repeat(16)}`
    expect(await rejectedCodeOf(vault.readRecord(unknown))).toBe('vault.no_record')
    expect(await rejectedCodeOf(vault.changeRecord(unknown, { value: {} }))).toBe('vault.no_record')
    expect(await rejectedCodeOf(vault.destroyRecord(unknown))).toBe('vault.no_record')
    const [first, second] = vault.methods
    await vault.removeMethod(first?.salt ?? '0x')
    expect(await rejectedCodeOf(vault.removeMethod(second?.salt ?? '0x'))).toBe('vault.last_method')
  })
  it('a change whose signature the person declines: nothing is saved anywhere', async () => {
    const { gateway, ports, vault } = await started()
    vault.lock()
    const declining = { ...ports, signForm: () => Promise.reject(new Failure('wallet.rejected')) }
    const again = await Vault.open(declining, code)
    expect(await rejectedCodeOf(again.addRecord(draft))).toBe('wallet.rejected')
    expect([again.records.length, gateway.heads.length]).toEqual([0, 1])
    expect((await Vault.open(ports, code)).records).toEqual([])
  })
  it('more than eight ways in', async () => {
    const { vault } = await started()
    for (let count = 2; count < 8; count++) await vault.addMethod({ method: 'code', code: createCode() })
    const more = vault.addMethod({ method: 'code', code: createCode() })
    expect(await rejectedCodeOf(more)).toBe('vault.method_full')
  })
  it('the vault of another profile', async () => {
    const { gateway, ports, vault } = await started()
    const other = device(gateway, { profile: '43' })
    expect(await rejectedCodeOf(Vault.open(other, code))).toBe('vault.other_profile')
    expect(
      await rejectedCodeOf(Vault.import({ ...ports, profile: '43' }, await vault.exportFile(), code)),
    ).toBe('vault.other_profile')
  })
})

describe('a vault keeps', () => {
  it('records, for every device and way in', async () => {
    const { gateway, vault } = await started()
    const record = await vault.addRecord(draft)
    expect(await vault.readRecord(record.recordId)).toEqual(draft.value)
    for (const way of [code, wallet]) {
      const other = await Vault.open(device(gateway), way)
      expect(await other.readRecord(record.recordId)).toEqual(draft.value)
      expect(other.whereabouts).toBe('gateway')
    }
  })
  it('a changed record under a fresh key, in a fresh file', async () => {
    const { vault } = await started()
    const before = await vault.addRecord(draft)
    const after = await vault.changeRecord(before.recordId, { title: 'New', value: { fields: {} } })
    expect(after).toMatchObject({ recordId: before.recordId, title: 'New', createdAt: before.createdAt })
    expect(after.key).not.toBe(before.key)
    expect(after.cid).not.toBe(before.cid)
    expect(await vault.readRecord(before.recordId)).toEqual({ fields: {} })
    expect(vault.records).toEqual([after])
  })
  it('only the signed receipt of a destroyed record', async () => {
    const { gateway, vault } = await started()
    const { recordId, cid } = await vault.addRecord(draft)
    const receipt = await vault.destroyRecord(recordId)
    expect(vault.records).toEqual([])
    expect(vault.receiptOf(recordId)).toEqual(receipt)
    expect(gateway.latest?.forget).toBe(true)
    expect(decodeManifest(gateway.latest?.manifest ?? new Uint8Array()).blobs).not.toContain(cid)
    const { digest } = destructionSigning(profile, recordId, receipt.destroyedAt, registry)
    expect(recoverAddress(digest, bytesOfHex(receipt.signature))).toBe(custody)
  })
  it('the secrets of sales, the same deal twice if two were prepared', async () => {
    const { gateway, vault } = await started()
    await vault.putDeal(deal)
    await vault.putDeal({ ...deal, state: 'signed', signature: '0x01' })
    await vault.putDeal({ ...deal, nonce: `0x${'06'.repeat(32)}` })
    const other = await Vault.open(device(gateway), code)
    expect(other.deals.map(({ state }) => state).sort()).toEqual(['prepared', 'signed'])
  })
  it('its ways in as they were changed', async () => {
    const { gateway, vault } = await started()
    const later = { method: 'code', code: createCode() } as const
    await vault.addMethod(later)
    const old = vault.methods.find(({ method }) => method === 'code')
    await vault.removeMethod(old?.salt ?? '0x')
    expect(await rejectedCodeOf(Vault.open(device(gateway), code))).toBe('vault.code_wrong')
    const other = await Vault.open(device(gateway), later)
    await other.rewrapWallet(wallet)
    expect(other.methods.map(({ method }) => method).sort()).toEqual(['code', 'wallet'])
    expect((await Vault.open(device(gateway), wallet)).methods).toEqual(other.methods)
  })
  it('what calls at once save, one after the other', async () => {
    const { gateway, vault } = await started()
    await Promise.all(['a', 'b', 'c', 'd'].map((title) => vault.addRecord({ ...draft, title })))
    expect(titles(await Vault.open(device(gateway), code))).toEqual(['a', 'b', 'c', 'd'])
    expect(gateway.heads.map(({ sequence }) => sequence)).toEqual([1, 2, 3, 4, 5])
  })
  it('what is being saved when it is locked', async () => {
    const { gateway, vault } = await started()
    const saving = vault.addRecord(draft)
    await Promise.resolve()
    vault.lock()
    await saving
    expect(titles(await Vault.open(device(gateway), code))).toEqual(['Mine'])
  })
  it('nothing readable: neither at the gateway nor in the browser', async () => {
    const { gateway, vault, ports } = await started()
    const { recordId } = await vault.addRecord({
      ...draft,
      title: 'TITLE-IN-CLEAR',
      value: { v: 'VALUE-IN-CLEAR' },
    })
    const kept = await ports.copies.list(profile)
    const blobs = [...gateway.blobs.values(), ...gateway.heads.map(({ manifest }) => manifest)]
    const text = [...blobs, ...kept.map(({ manifest }) => manifest)].map((bytes) =>
      new TextDecoder('latin1').decode(bytes),
    )
    expect(text.join()).not.toMatch(/IN-CLEAR|interests/)
    expect(text.join()).not.toContain(recordId.slice(2))
  })
})

describe('an exported file', () => {
  it('opens on a device without gateway, and is merged where there is a vault', async () => {
    const { gateway, ports, vault } = await started()
    const { recordId } = await vault.addRecord({ ...draft, title: 'exported' })
    const file = await vault.exportFile()
    const empty = new FakeGateway()
    const imported = await Vault.import(device(empty), file, wallet)
    expect(await imported.readRecord(recordId)).toEqual(draft.value)
    expect(titles(await Vault.open(device(empty), code))).toEqual(['exported'])
    await vault.addRecord({ ...draft, title: 'later' })
    expect(titles(await Vault.import(ports, file, code))).toEqual(['exported', 'later'])
    expect(titles(await Vault.open(device(gateway), code))).toEqual(['exported', 'later'])
  })
  it('does not overwrite another vault unless the person says so', async () => {
    const { vault } = await started()
    const file = await vault.exportFile()
    const gateway = new FakeGateway()
    await Vault.create(device(gateway), [{ method: 'code', code: createCode() }, wallet])
    expect(await rejectedCodeOf(Vault.import(device(gateway), file, code))).toBe('vault.exists')
    await Vault.import(device(gateway), file, code, { replace: true })
    expect((await Vault.open(device(gateway), code)).methods.length).toBe(2)
  })
  it('does not bring back what was destroyed since', async () => {
    const { ports, vault } = await started()
    const { recordId } = await vault.addRecord(draft)
    const file = await vault.exportFile()
    await vault.destroyRecord(recordId)
    expect(titles(await Vault.import(ports, file, code))).toEqual([])
  })
})

it('tells when it changed', async () => {
  const { vault } = await started()
  let changes = 0
  vault.onChange = () => (changes += 1)
  await vault.addRecord(draft)
  await vault.sync()
  expect(changes).toBe(2)
})

it('lends keys without keeping them', async () => {
  const { vault } = await started()
  expect(vault.withKey((key) => key.length)).toBe(32)
  expect(vault.marketKey()).toEqual(vault.marketKey())
})
