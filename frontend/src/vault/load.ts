import { failureOf, Failure } from '../api/failure.ts'
import { decodeManifest, type SealedManifest } from './manifest.ts'
import type { GatewayHead, VaultCopy, VaultNotice, VaultPorts } from './ports.ts'
import { refuse } from './refuse.ts'
import { isSame, requireProfile } from './snapshot.ts'

/** A manifest with its bytes, and the head that it came in when a gateway sent it. */
export interface Written {
  readonly bytes: Uint8Array
  readonly manifest: SealedManifest
  readonly head?: GatewayHead
}
/** What gateway and browser say of a vault before it is opened; one of the two is there. */
export interface Found {
  readonly remote: Written | null
  readonly copy: (VaultCopy & { readonly written: Written; readonly seen: Written | null }) | null
  /** Why the gateway could not be asked. */
  readonly away: Failure | null
  readonly notices: readonly VaultNotice[]
}

/** Whether a failure is only the gateway's absence, which the browser's copy bridges. */
export function isAway(cause: unknown): boolean {
  return cause instanceof Failure && cause.retryable
}

/**
 * What there is of the profile's vault, null when gateway and browser know of none.
 * Raises Failure when the gateway is away and the browser has no copy; `vault.manifest`, `vault.other_profile`.
 */
export async function findVault(ports: VaultPorts): Promise<Found | null> {
  const { remote, away } = await askGateway(ports)
  const copies = await ports.copies.list(ports.profile).catch(() => [])
  // A head of another vault does not hide the copy: anybody with a session key may have put it there.
  const same = copies.find((kept) => kept.commitment === remote?.manifest.commitment)
  const copy = same ?? copies[0] ?? null
  if (!copy) {
    if (away) throw away
    return remote && { remote, copy: null, away: null, notices: [] }
  }
  const own = { ...copy, written: written(copy.manifest), seen: copy.base && written(copy.base) }
  return { remote, copy: own, away, notices: remote ? compare(remote, own) : [] }
}

/** The bytes with what they spell; raises `vault.manifest`. */
export function written(bytes: Uint8Array): Written {
  return { bytes, manifest: decodeManifest(bytes) }
}

async function askGateway(ports: VaultPorts): Promise<{ remote: Written | null; away: Failure | null }> {
  try {
    const head = await ports.gateway.findHead(ports.profile)
    if (!head) return { remote: null, away: null }
    const remote = { ...written(head.manifest), head }
    requireProfile(remote.manifest, ports.profile)
    if (remote.manifest.sequence !== head.sequence) {
      throw refuse('manifest', 'The gateway’s answer contradicts itself; ask another gateway.')
    }
    return { remote, away: null }
  } catch (cause) {
    if (!isAway(cause)) throw cause
    return { remote: null, away: failureOf(cause) }
  }
}

/** Whether a head comes before one that was seen; false when none was. */
export function isOlder(head: Written, seen: Written | null): boolean {
  return seen !== null && head.manifest.sequence < seen.manifest.sequence
}

/** What is strange about the gateway's head, seen from the last one that this browser knows of. */
function compare(remote: Written, copy: VaultCopy & { readonly seen: Written | null }): VaultNotice[] {
  const { seen } = copy
  if (remote.manifest.commitment !== copy.commitment) return [foreign]
  if (!seen || remote.manifest.sequence > seen.manifest.sequence || isSame(remote.bytes, seen.bytes))
    return []
  if (isOlder(remote, seen)) return [rolledBack(remote, seen)]
  return [
    {
      code: 'vault.forked',
      sentence:
        'The gateway has another version of your vault under the same number. Both were put together; look through your records.',
    },
  ]
}

/** The gateway's head is of a vault that this browser's copy is not. */
export const foreign: VaultNotice = {
  code: 'vault.foreign',
  sentence:
    'The gateway has a vault of this profile that this browser does not know: made anew on another device, or put there by somebody with one of your session keys. Your copy here is used and saved again with the next change.',
}

function rolledBack(remote: Written, seen: Written): VaultNotice {
  const [old, known] = [remote.manifest.sequence, seen.manifest.sequence]
  return {
    code: 'vault.rolled_back',
    sentence: `The gateway shows an older vault (number ${old}) than this browser has seen (number ${known}): it lost the newer one or holds it back. Your copy here is used and saved again with the next change; ask another gateway if this goes on.`,
  }
}
