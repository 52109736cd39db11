// @vitest-environment node
import { describe, expect, it } from 'vitest'
import type { Hex } from '../domain/hex.ts'
import { rejectedCodeOf } from '../domain/vectors.testing.ts'
import {
  code,
  deal,
  device,
  draft,
  FakeGateway,
  noCopies,
  profile,
  started,
  titles,
  wallet,
} from './fakes.testing.ts'
import { buildManifest, decodeManifest } from './manifest.ts'
import { createCode } from './recoveryCode.ts'
import { Vault } from './vault.ts'

describe('two devices', () => {
  it('add to one vault without losing anything', async () => {
    const { gateway, vault } = await started()
    const other = await Vault.open(device(gateway), code)
    await vault.addRecord({ ...draft, title: 'one' })
    await other.addRecord({ ...draft, title: 'two' })
    await vault.sync()
    expect([titles(vault), titles(other)]).toEqual([
      ['one', 'two'],
      ['one', 'two'],
    ])
  })
  it('may write in the same moment', async () => {
    const { gateway, vault } = await started()
    const other = await Vault.open(device(gateway), code)
    gateway.beforePut = async () => void (await other.addRecord({ ...draft, title: 'faster' }))
    await vault.addRecord({ ...draft, title: 'slower' })
    expect(titles(await Vault.open(device(gateway), code))).toEqual(['faster', 'slower'])
  })
  it('agree on what was destroyed', async () => {
    const { gateway, vault } = await started()
    const { recordId } = await vault.addRecord(draft)
    const other = await Vault.open(device(gateway), code)
    await vault.destroyRecord(recordId)
    expect(await rejectedCodeOf(other.changeRecord(recordId, { value: {} }))).toBe('vault.no_record')
    expect([titles(other), titles(await Vault.open(device(gateway), code))]).toEqual([[], []])
  })
  it('give up only when others write all the time', async () => {
    const { gateway, vault } = await started()
    const other = await Vault.open(device(gateway), code)
    const again = async () => {
      gateway.beforePut = null
      await other.addRecord(draft)
      gateway.beforePut = again
    }
    gateway.beforePut = again
    expect(await rejectedCodeOf(vault.addRecord(draft))).toBe('vault.stale')
    gateway.beforePut = null
    await vault.sync()
    expect(titles(vault).length).toBe(titles(await Vault.open(device(gateway), code)).length)
  })
  it('in one browser, as two tabs, see each other’s changes', async () => {
    const { gateway, ports, vault } = await started()
    const tab = await Vault.open(ports, code)
    gateway.away = true
    await vault.addRecord({ ...draft, title: 'one' })
    await tab.addRecord({ ...draft, title: 'two' })
    gateway.away = false
    expect(titles(await Vault.open(ports, code))).toEqual(['one', 'two'])
  })
})

describe('while the gateway is away', () => {
  it('changes are saved in the browser and go up later', async () => {
    const { gateway, ports, vault } = await started()
    gateway.away = true
    await vault.putDeal(deal)
    const { recordId } = await vault.addRecord(draft)
    expect(vault.whereabouts).toBe('browser')
    vault.lock()
    const again = await Vault.open(ports, code)
    expect(again.whereabouts).toBe('browser')
    expect(await again.readRecord(recordId)).toEqual(draft.value)
    expect(await rejectedCodeOf(again.sync())).toBe('gateway.unreachable')
    gateway.away = false
    await again.sync()
    expect(again.whereabouts).toBe('gateway')
    const other = await Vault.open(device(gateway), code)
    expect([titles(other), other.deals]).toEqual([['Mine'], [deal]])
  })
  it('what another device wrote meanwhile stays', async () => {
    const { gateway, ports, vault } = await started()
    const other = await Vault.open(device(gateway), code)
    gateway.away = true
    await vault.addRecord({ ...draft, title: 'offline' })
    gateway.away = false
    await other.addRecord({ ...draft, title: 'online' })
    const again = await Vault.open(ports, code)
    expect([titles(again), again.whereabouts]).toEqual([['offline', 'online'], 'browser'])
    await again.sync()
    expect(titles(await Vault.open(device(gateway), code))).toEqual(['offline', 'online'])
  })
  it('nothing is said to be saved when the browser stores nothing either', async () => {
    const gateway = new FakeGateway()
    const vault = await Vault.create(device(gateway, { copies: noCopies }), [code, wallet])
    await vault.addRecord(draft)
    gateway.away = true
    expect(await rejectedCodeOf(vault.putDeal(deal))).toBe('gateway.unreachable')
    gateway.away = false
    await vault.sync()
    expect((await Vault.open(device(gateway), code)).deals).toEqual([deal])
  })
  it('a vault that was never opened here cannot be opened', async () => {
    const { gateway } = await started()
    gateway.away = true
    expect(await rejectedCodeOf(Vault.open(device(gateway), code))).toBe('gateway.unreachable')
    expect(await rejectedCodeOf(Vault.find(device(gateway)))).toBe('gateway.unreachable')
  })
  it('a lost answer is no second version', async () => {
    const { gateway, vault } = await started()
    gateway.loseAnswer = true
    await vault.addRecord(draft)
    expect(vault.whereabouts).toBe('browser')
    await vault.sync()
    expect([vault.whereabouts, gateway.heads.length, vault.notices]).toEqual(['gateway', 2, []])
  })
})

describe('a hostile or broken gateway', () => {
  it('that shows an older vault is seen, and loses nothing', async () => {
    const { gateway, ports, vault } = await started()
    await vault.addRecord({ ...draft, title: 'one' })
    await vault.addRecord({ ...draft, title: 'two' })
    gateway.heads.length = 2
    const again = await Vault.open(ports, code)
    expect(again.notices.map(({ code: name }) => name)).toEqual(['vault.rolled_back'])
    expect((await Vault.find(ports))?.notices.map(({ code: name }) => name)).toEqual(['vault.rolled_back'])
    expect([titles(again), again.whereabouts]).toEqual([['one', 'two'], 'browser'])
    await again.sync()
    expect(gateway.heads.map(({ sequence }) => sequence)).toEqual([1, 2, 4])
    expect(titles(await Vault.open(device(gateway), code))).toEqual(['one', 'two'])
  })
  it('that brings back a way in which was removed is seen through', async () => {
    const { gateway, ports, vault } = await started()
    const removed = vault.methods.find(({ method }) => method === 'code')
    await vault.removeMethod(removed?.salt ?? '0x')
    gateway.heads.length = 1
    const again = await Vault.open(ports, wallet)
    await again.sync()
    expect(again.methods.map(({ method }) => method)).toEqual(['wallet'])
    expect(await rejectedCodeOf(Vault.open(device(gateway), code))).toBe('vault.no_method')
  })
  it('that forgot the vault gets it again', async () => {
    const { gateway, ports, vault } = await started()
    await vault.addRecord(draft)
    const empty = new FakeGateway()
    const moved = await Vault.open({ ...ports, gateway: empty }, code)
    await moved.sync()
    expect(titles(await Vault.open(device(empty), code))).toEqual(['Mine'])
    expect(gateway.heads.length).toBe(2)
  })
  it('cannot pass off a vault that its key did not write', async () => {
    const { gateway, ports, vault } = await started()
    await vault.addRecord(draft)
    const latest = gateway.latest
    if (!latest) throw new Error('there is a head')
    const manifest = decodeManifest(latest.manifest)
    const forged = buildManifest(new Uint8Array(32), {
      ...manifest,
      sequence: 9,
      wraps: manifest.wraps.slice(0, 1),
    })
    gateway.heads.push({ ...latest, manifest: forged, sequence: 9 })
    expect(await rejectedCodeOf(Vault.open(device(gateway), code))).toBe('vault.seal')
    const again = await Vault.open(ports, code)
    expect(again.notices.map(({ code: name }) => name)).toContain('vault.seal')
    await again.sync()
    expect([gateway.latest?.sequence, again.methods.length]).toEqual([10, 2])
    expect(titles(await Vault.open(device(gateway), code))).toEqual(['Mine'])
  })
  it('cannot push the number so far that nothing can be saved', async () => {
    const { gateway, ports } = await started()
    const latest = gateway.latest
    if (!latest) throw new Error('there is a head')
    const sequence = Number.MAX_SAFE_INTEGER
    const forged = buildManifest(new Uint8Array(32), { ...decodeManifest(latest.manifest), sequence })
    gateway.heads.push({ ...latest, manifest: forged, sequence })
    const again = await Vault.open(ports, code)
    expect(await rejectedCodeOf(again.addRecord(draft))).toBe('vault.stale')
    gateway.away = true
    expect(titles(await Vault.open(ports, code))).toEqual(['Mine'])
  })
  it('that lost a record’s file is reported, and the rest is saved', async () => {
    const { gateway, vault } = await started()
    const { cid } = await vault.addRecord(draft)
    const other = await Vault.open(device(gateway), code)
    gateway.blobs.delete(cid)
    await other.sync()
    expect(other.notices.map(({ code: name }) => name)).toEqual(['vault.blob_missing'])
  })
  it('that lost the key file costs nothing that a device has', async () => {
    const { gateway, ports, vault } = await started()
    await vault.addRecord(draft)
    gateway.blobs.clear()
    expect(await rejectedCodeOf(Vault.open(device(gateway), code))).toBe('vault.blob_missing')
    const again = await Vault.open(ports, code)
    expect(titles(again)).toEqual(['Mine'])
  })
  it('that says another sequence than the manifest is refused', async () => {
    const { gateway } = await started()
    const latest = gateway.latest
    if (latest) gateway.heads.push({ ...latest, sequence: 7 })
    expect(await rejectedCodeOf(Vault.open(device(gateway), code))).toBe('vault.manifest')
  })
  it('that refuses a head is heard, and the change stays here', async () => {
    const { gateway, ports, vault } = await started()
    vault.lock()
    const forger = device(gateway, {
      copies: ports.copies,
      signForm: () => Promise.resolve<Hex>(`0x${'01'.repeat(65)}`),
    })
    const again = await Vault.open(forger, code)
    expect(await rejectedCodeOf(again.addRecord(draft))).toBe('vault.signature')
    expect([again.whereabouts, gateway.heads.length]).toEqual(['browser', 1])
  })
})

describe('a damaged copy', () => {
  it('gives way to the gateway’s', async () => {
    const { ports, vault } = await started()
    const { recordId } = await vault.addRecord(draft)
    const [copy] = await ports.copies.list(profile)
    const { keyFile } = decodeManifest(copy?.manifest ?? new Uint8Array())
    await ports.copies.keepBlob(keyFile, new Uint8Array(100))
    const again = await Vault.open(ports, code)
    await again.addRecord({ ...draft, title: 'after' })
    expect(titles(again)).toEqual(['Mine', 'after'])
    expect(await again.readRecord(recordId)).toEqual(draft.value)
  })
})

describe('a new vault in place of an old one', () => {
  it('is made when the person says so; a device with the old one is told', async () => {
    const { gateway, ports, vault } = await started()
    await vault.addRecord(draft)
    const fresh = { method: 'code', code: createCode() } as const
    const anew = await Vault.create(device(gateway), [fresh, wallet], { replace: true })
    expect([anew.records, gateway.latest?.sequence]).toEqual([[], 3])
    expect(await rejectedCodeOf(vault.sync())).toBe('vault.replaced')
    expect((await Vault.open(ports, fresh)).records).toEqual([])
  })
})
