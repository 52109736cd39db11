// @vitest-environment node
import { describe, expect, it } from 'vitest'
import { hexOfBytes } from '../domain/hexOfBytes.ts'
import { signDigest } from '../wallet/sessionKeys.ts'
import { code, deal, device, draft, FakeGateway, started, titles, wallet } from './fakes.testing.ts'
import { vaultSigning } from './forms.ts'
import { manifestDigest } from './manifest.ts'
import type { GatewayHead, VaultPorts } from './ports.ts'
import { createCode } from './recoveryCode.ts'
import { registry } from './vault.testing.ts'
import { Vault } from './vault.ts'

const sessionKey = new Uint8Array(32).fill(7)
const codeOf = (call: Promise<unknown>) =>
  call.then(
    () => null,
    (cause: unknown) => (cause instanceof Error && 'code' in cause ? cause.code : cause),
  )

/** What a thief of a session key puts at the gateway: a well-formed vault of his own under a higher number. */
async function forge(gateway: FakeGateway, key: Uint8Array | null): Promise<Vault> {
  const theirs = new FakeGateway()
  const thief = await Vault.create(device(theirs), [{ method: 'code', code: createCode() }, wallet])
  for (let at = 0; at < 5; at += 1) await thief.addRecord({ ...draft, title: `junk ${at}` })
  for (const [cid, bytes] of theirs.blobs) gateway.blobs.set(cid, bytes)
  const head = theirs.latest
  if (!head) throw new Error('no head')
  gateway.heads.push(key ? await signedBy(head, key) : head)
  return thief
}
async function signedBy(head: GatewayHead, key: Uint8Array): Promise<GatewayHead> {
  const { sequence, forget, signedAt } = head
  const message = { profile: '42', manifest: manifestDigest(head.manifest), sequence, forget, signedAt }
  const { digest } = vaultSigning('VaultHead', message, registry)
  return { ...head, signature: hexOfBytes(await signDigest(digest, key)) }
}
/** The ports, and whom each signature was asked of. */
function watched(ports: VaultPorts): { ports: VaultPorts; asked: [string, boolean][] } {
  const asked: [string, boolean][] = []
  const signForm: VaultPorts['signForm'] = (typed, digest, byCustody) => {
    asked.push([typed.primaryType, byCustody])
    return ports.signForm(typed, digest, byCustody)
  }
  return { ports: { ...ports, signForm }, asked }
}

describe('a head of another vault that a session key put at the gateway', () => {
  it('keeps nobody out of the copy, is noticed, and is saved over', async () => {
    const { gateway, ports, vault } = await started()
    await vault.addRecord(draft)
    await forge(gateway, sessionKey)
    for (const way of [code, wallet]) {
      const opened = await Vault.open(ports, way)
      expect(titles(opened)).toEqual(['Mine'])
      expect(opened.notices.map((notice) => notice.code)).toContain('vault.foreign')
    }
    const opened = await Vault.open(ports, code)
    await opened.putDeal(deal)
    expect(opened.whereabouts).toBe('gateway')
    const other = await Vault.open(device(gateway), code)
    expect(titles(other)).toEqual(['Mine'])
    expect(other.deals).toHaveLength(1)
  })
  it('does not stop a vault that is open', async () => {
    const { gateway, vault } = await started()
    await forge(gateway, sessionKey)
    await vault.putDeal(deal)
    expect(vault.whereabouts).toBe('gateway')
  })
  it('is named before the vault is opened, with the copy’s own ways in', async () => {
    const { gateway, ports } = await started()
    await forge(gateway, sessionKey)
    const info = await Vault.find(ports)
    expect(info?.notices.map((notice) => notice.code)).toEqual(['vault.foreign'])
    expect(info?.methods.map((way) => way.method)).toEqual(expect.arrayContaining(['code', 'wallet']))
  })
  it('does not hide what is wrong with a way in', async () => {
    const { gateway, ports } = await started()
    await forge(gateway, sessionKey)
    expect(await codeOf(Vault.open(ports, { method: 'code', code: createCode() }))).toBe('vault.code_wrong')
  })
})

it('a vault that the custody itself put there in place of this one is not saved over', async () => {
  const { gateway, ports, vault } = await started()
  await forge(gateway, null)
  expect(await codeOf(vault.putDeal(deal))).toBe('vault.replaced')
  expect(await codeOf(Vault.open(ports, code))).toBe('vault.replaced')
  expect(titles(await Vault.open(ports, wallet))).toHaveLength(5)
})

it('the custody signs what forgets or replaces, a session key everything else', async () => {
  const gateway = new FakeGateway()
  const { ports, asked } = watched(device(gateway))
  const vault = await Vault.create(ports, [code, wallet])
  const { recordId } = await vault.addRecord(draft)
  expect(asked.splice(0)).toEqual([
    ['VaultHead', false],
    ['VaultHead', false],
  ])
  await vault.destroyRecord(recordId)
  expect(asked.splice(0)).toEqual([
    ['Destruction', false],
    ['VaultHead', true],
  ])
  await forge(gateway, sessionKey)
  await vault.putDeal(deal)
  expect(asked.at(-1)).toEqual(['VaultHead', true])
  await vault.putDeal({ ...deal, state: 'signed' })
  expect(asked.at(-1)).toEqual(['VaultHead', false])
})
