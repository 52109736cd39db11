import type { Config, Hex } from '../api/model.ts'
import type { CallPlan } from '../features/calls/plan.ts'
import { formDigest, formToWallet } from '../domain/typedData.ts'
import { signTypedData } from './signTypedData.ts'

const domainOf = ({ network, contracts }: Config) => ({
  chainId: network.chainId,
  contract: contracts.ProfileRegistry as Hex, // Safety: the gateway's config names addresses.
})

/** The digest that the form's signature is over; a stamp is paid on the same. */
export function digestOfForm(plan: Pick<CallPlan, 'form' | 'message'>, config: Config): Uint8Array {
  return formDigest(plan.form, plan.message, domainOf(config))
}

/** The wallet's signature over the plan's form; raises as `signTypedData`. */
export async function signForm(plan: CallPlan, config: Config): Promise<Hex> {
  const typed = formToWallet(plan.form, plan.message, domainOf(config))
  return signTypedData({ typed, digest: digestOfForm(plan, config), signer: plan.signer }, config)
}
