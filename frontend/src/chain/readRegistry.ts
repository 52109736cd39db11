import { readContract } from 'viem/actions'
import type { Config, Hex } from '../api/model.ts'
import type { Provider } from '../wallet/provider.ts'
import {
  profileRegistryCustodyOf,
  profileRegistryIsAuthorised,
  profileRegistryNonceOf,
  profileRegistryProfileIdOf,
  profileRegistryRegistrationCount,
} from './abi.gen.ts'
import { openClient } from './openClient.ts'

type Network = Pick<Config, 'contracts'>

// Safety: the gateway's config is checked for this form before it is used (state/gateway).
const registryOf = ({ contracts }: Network): Hex => contracts.ProfileRegistry as Hex

/** The id that the next profile of this custody will get: known before it is mined. */
export async function readNextProfileId(provider: Provider, network: Network, custody: Hex): Promise<bigint> {
  const client = openClient(provider)
  const address = registryOf(network)
  const count = await readContract(client, {
    address,
    abi: [profileRegistryRegistrationCount],
    functionName: 'registrationCount',
    args: [custody],
  })
  return readContract(client, {
    address,
    abi: [profileRegistryProfileIdOf],
    functionName: 'profileIdOf',
    args: [custody, count],
  })
}

/** The nonce that the profile's next signed transfer, recovery or encryption key form must carry. */
export function readNonce(provider: Provider, network: Network, profileId: bigint): Promise<bigint> {
  return readContract(openClient(provider), {
    address: registryOf(network),
    abi: [profileRegistryNonceOf],
    functionName: 'nonceOf',
    args: [profileId],
  })
}

export async function readCustody(provider: Provider, network: Network, profileId: bigint): Promise<Hex> {
  const custody = await readContract(openClient(provider), {
    address: registryOf(network),
    abi: [profileRegistryCustodyOf],
    functionName: 'custodyOf',
    args: [profileId],
  })
  return custody.toLowerCase() as Hex // Safety: lower-casing keeps the form.
}

/** Whether the chain says that `signer` could act for the profile at a past time. */
export function readAuthorised(
  provider: Provider,
  network: Network,
  question: { profile: bigint; signer: Hex; kind: number; timeSeconds: bigint },
): Promise<boolean> {
  return readContract(openClient(provider), {
    address: registryOf(network),
    abi: [profileRegistryIsAuthorised],
    functionName: 'isAuthorised',
    args: [question.profile, question.signer, question.kind, question.timeSeconds],
  })
}
