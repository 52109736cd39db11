import { Failure } from '../../api/failure.ts'
import type { Hex } from '../../api/model.ts'
import { gateway } from '../../state/gateway.svelte.ts'
import type { Unlock } from '../../vault/wraps.ts'
import { connection } from '../../wallet/connection.svelte.ts'
import { signTypedData } from '../../wallet/signTypedData.ts'

/** The custody wallet as a way into the vault. Raises `wallet.*`. */
export async function walletUnlock(custody: Hex): Promise<Unlock> {
  const { config } = gateway
  if (!config) throw new Failure('gateway.unreachable', '', true)
  await connection.useNetwork(config)
  if (connection.account !== custody.toLowerCase()) throw new Failure('wallet.other_account', custody)
  return {
    method: 'wallet',
    custody,
    code: await codeAt(custody),
    sign: (typed, digest) => signTypedData({ typed, digest, signer: custody }, config),
  }
}

/** What the chain has at an address: nothing for a plain account. */
export async function codeAt(address: Hex): Promise<Hex> {
  const code = String(await connection.request('eth_getCode', [address, 'latest']))
  if (!/^0x([0-9a-fA-F]{2})*$/.test(code)) throw new Failure('wallet.failed', 'eth_getCode')
  return code.toLowerCase() as Hex // Safety: the pattern is the type.
}

/** A contract account signs in its own way and cannot make the same signature twice. */
export function isContractCode(code: Hex): boolean {
  return code !== '0x' && !/^0xef0100[0-9a-f]{40}$/.test(code)
}
