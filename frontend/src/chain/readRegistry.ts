import type { Config, Hex } from '../api/model.ts'
import type { Provider } from '../wallet/provider.ts'
import { profileIdOf } from '../domain/profileIdOf.ts'
import {
  profileRegistryCustodyAt,
  profileRegistryCustodyCount,
  profileRegistryIsAuthorised,
  profileRegistryNonceOf,
  profileRegistryProfileOfHandle,
  profileRegistryRegistrationCount,
} from './abi.gen.ts'
import { callContract } from './callContract.ts'

type Network = Pick<Config, 'contracts'>

// Safety: the gateway's config names addresses; a wrong form makes the call fail.
const registryOf = ({ contracts }: Network): Hex => contracts.ProfileRegistry as Hex

/** The id that the next profile of this custody will get: known before it is mined. */
export async function readNextProfileId(provider: Provider, network: Network, custody: Hex): Promise<bigint> {
  const count = await callContract(provider, registryOf(network), profileRegistryRegistrationCount, [custody])
  return BigInt(profileIdOf(custody, count))
}

/** The nonce that the profile's next signed transfer, recovery or encryption key form must carry. */
export async function readNonce(provider: Provider, network: Network, profileId: bigint): Promise<bigint> {
  const nonce = await callContract(provider, registryOf(network), profileRegistryNonceOf, [profileId])
  return nonce
}

/** The profile that a handle is bound to; 0 = none. */
export async function readProfileOfHandle(
  provider: Provider,
  network: Network,
  handle: string,
): Promise<bigint> {
  const profile = await callContract(provider, registryOf(network), profileRegistryProfileOfHandle, [handle])
  return profile
}

/** Whether the chain says that `signer` could act for the profile at a past time. */
export async function readAuthorised(
  provider: Provider,
  network: Network,
  question: { profile: bigint; signer: Hex; kind: number; timeSeconds: bigint },
): Promise<boolean> {
  const { profile, signer, kind, timeSeconds } = question
  const allowed = await callContract(provider, registryOf(network), profileRegistryIsAuthorised, [
    profile,
    signer,
    kind,
    timeSeconds,
  ])
  return allowed === 1n
}

/** When the profile's present custody began, in Unix seconds. */
export async function readCustodyStart(
  provider: Provider,
  network: Network,
  profileId: bigint,
): Promise<bigint> {
  const registry = registryOf(network)
  const count = await callContract(provider, registry, profileRegistryCustodyCount, [profileId])
  return callContract(provider, registry, profileRegistryCustodyAt, [profileId, count - 1n], 1)
}
