import type { Config, Hex } from '../../api/model.ts'
import {
  domainSeparator,
  structHash,
  typedDigest,
  walletTypedData,
  type Members,
} from '../../domain/eip712.ts'
import { signTypedData, type SignRequest } from '../../wallet/signTypedData.ts'
import { marketOf } from './ownOffer.ts'

/** What a gateway wants to see before it shows answers: they are for the buyer alone. */
export interface Access {
  /** The origin of the one gateway that it is for: another one cannot use it. */
  readonly gateway: string
  readonly deadline: number
  readonly signature: Hex
}

const lifeSeconds = 12 * 3600
const spareSeconds = 60
const form = [
  ['buyer', 'address'],
  ['gateway', 'string'],
  ['deadline', 'uint64'],
] as const satisfies Members

/** One signature for each account and gateway, in this page's memory only; it moves nothing. */
const granted = new Map<string, Access>()
const nameOf = (base: string, { network }: Config, buyer: Hex): string =>
  `${base}:${network.chainId}:${buyer}`

/** The access signed before, as long as it lasts. */
export function findAccess(base: string, config: Config, buyer: Hex, nowSeconds: number): Access | null {
  const access = granted.get(nameOf(base, config, buyer))
  return access && access.deadline > nowSeconds + spareSeconds ? access : null
}

/** Asks the wallet once for each session. Raises `wallet.*`. */
export async function signAccess(
  base: string,
  config: Config,
  buyer: Hex,
  nowSeconds: number,
): Promise<Access> {
  const known = findAccess(base, config, buyer, nowSeconds)
  if (known) return known
  const deadline = Math.floor(nowSeconds) + lifeSeconds
  const named = originOf(base)
  const signature = await signTypedData(accessRequest(config, buyer, named, deadline), config)
  const access = { gateway: named, deadline, signature }
  granted.set(nameOf(base, config, buyer), access)
  return access
}

/** A gateway refused it: it is asked for anew. */
export function dropAccess(base: string, config: Config, buyer: Hex): void {
  granted.delete(nameOf(base, config, buyer))
}

/** The origin of a gateway's address; '' is the gateway that serves this page. */
export const originOf = (base: string): string => new URL(base, window.location.href).origin

export function accessRequest(config: Config, buyer: Hex, gateway: string, deadline: number): SignRequest {
  const { domain } = marketOf(config)
  const message = { buyer, gateway, deadline }
  return {
    typed: walletTypedData(domain, 'OffersAccess', form, message),
    digest: typedDigest(domainSeparator(domain), structHash('OffersAccess', form, message)),
    signer: buyer,
  }
}
