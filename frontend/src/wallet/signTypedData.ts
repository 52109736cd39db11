import { Failure } from '../api/failure.ts'
import type { Config, Hex } from '../api/model.ts'
import { bytesOfHex } from '../domain/bytesOfHex.ts'
import type { WalletTypedData } from '../domain/eip712.ts'
import { connection } from './connection.svelte.ts'
import { recoverAddress } from './sessionKeys.ts'

export interface SignRequest {
  typed: WalletTypedData
  /** What the signature is over: the EIP-712 digest of `typed`. */
  digest: Uint8Array
  signer: Hex
}

/**
 * The wallet's signature over typed data, on the right network and from the right account.
 * Raises `wallet.*`; a signature that is not the account's own raises `wallet.bad_signature`.
 */
export async function signTypedData({ typed, digest, signer }: SignRequest, config: Config): Promise<Hex> {
  await connection.useNetwork(config)
  if (connection.account !== signer.toLowerCase()) throw new Failure('wallet.other_account', signer)
  const data = JSON.stringify(typed)
  const signature = String(await connection.request('eth_signTypedData_v4', [signer, data]))
  const found = recoverAddress(digest, bytesOfHex(signature))
  if (found !== signer.toLowerCase() && !(await isContract(signer))) throw new Failure('wallet.bad_signature')
  return signature as Hex // Safety: bytesOfHex read it as hex.
}

/** A contract account signs in its own way (ERC-1271); the chain judges it. */
async function isContract(address: Hex): Promise<boolean> {
  const code = String(await connection.request('eth_getCode', [address, 'latest']))
  return code.length > 2
}
