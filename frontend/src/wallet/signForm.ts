import { Failure } from '../api/failure.ts'
import type { Config, Hex } from '../api/model.ts'
import type { CallPlan } from '../features/calls/plan.ts'
import { bytesOfHex } from '../domain/bytesOfHex.ts'
import { formDigest, formToWallet } from '../domain/typedData.ts'
import { connection } from './connection.svelte.ts'
import { recoverAddress } from './sessionKeys.ts'

/** The digest that the form's signature is over; a stamp is paid on the same. */
export function digestOfForm(plan: Pick<CallPlan, 'form' | 'message'>, config: Config): Uint8Array {
  return formDigest(plan.form, plan.message, {
    chainId: config.network.chainId,
    contract: config.contracts.ProfileRegistry as Hex,
  })
}

/**
 * The wallet's signature over the plan's form, on the right network and from the right account.
 * Raises `wallet.*`; a signature that is not the account's own raises `wallet.bad_signature`.
 */
export async function signForm(plan: CallPlan, config: Config): Promise<Hex> {
  await connection.useNetwork(config)
  if (connection.account !== plan.signer.toLowerCase()) throw new Failure('wallet.other_account', plan.signer)
  const domain = { chainId: config.network.chainId, contract: config.contracts.ProfileRegistry as Hex }
  const data = JSON.stringify(formToWallet(plan.form, plan.message, domain))
  const signature = String(await connection.request('eth_signTypedData_v4', [plan.signer, data]))
  const signer = recoverAddress(digestOfForm(plan, config), bytesOfHex(signature))
  if (signer !== plan.signer.toLowerCase() && !(await isContract(plan.signer)))
    throw new Failure('wallet.bad_signature')
  return signature as Hex // Safety: bytesOfHex read it as hex.
}

/** A contract account signs in its own way (ERC-1271); the chain judges it. */
async function isContract(address: Hex): Promise<boolean> {
  const code = String(await connection.request('eth_getCode', [address, 'latest']))
  return code.length > 2
}
