import { Failure } from '../api/failure.ts'
import { openMarket } from '../api/market.ts'
import { requestJson } from '../api/request.ts'
import { bytesOfHex } from '../domain/bytesOfHex.ts'
import { hexOfBytes } from '../domain/hexOfBytes.ts'
import { fromBase64, toBase64 } from '../features/outbox/base64.ts'
import { assembleFile } from '../ipfs/assembleFile.ts'
import { fileCid } from '../ipfs/fileCid.ts'
import { readCar } from '../ipfs/readCar.ts'
import type { GatewayHead, VaultGateway } from './ports.ts'
import { refuse } from './refuse.ts'

/** The most bytes of one blob; gateways say the same in `limits.blobBytes`. */
const blobBytes = 10 * 1024 * 1024
const mostSignature = 8192

/** A gateway's vault routes; what it answers counts only as far as it hashes to what was asked for. */
export function openVaultGateway(base: string): VaultGateway {
  const market = openMarket(base)
  const path = (profile: string) => `/v1/profiles/${profile}/vault`
  return {
    async findHead(profile) {
      try {
        return readHead(await requestJson<unknown>(base, path(profile)))
      } catch (cause) {
        if (cause instanceof Failure && cause.code === 'vault.none') return null
        throw cause
      }
    },
    async putHead(profile, head) {
      const body = JSON.stringify({ ...head, manifest: toBase64(head.manifest) })
      await requestJson<unknown>(base, path(profile), {
        method: 'PUT',
        body,
        contentType: 'application/json',
      })
    },
    async putBlob(bytes) {
      const { cid } = await market.putBlob(new Uint8Array(bytes))
      if (cid !== fileCid(bytes)) throw new Failure('content.mismatch', cid)
    },
    async getBlob(cid) {
      try {
        const archive = new Uint8Array(await (await market.getCar(cid)).arrayBuffer())
        return assembleFile(cid, readCar(archive), blobBytes)
      } catch (cause) {
        if (cause instanceof Failure && cause.status === 404) throw missing()
        throw cause
      }
    },
  }
}

/** The head in an answer; raises `gateway.shape`. */
function readHead(answer: unknown): GatewayHead {
  try {
    // Safety: each member is checked before it is used.
    const { manifest, sequence, signedAt, forget, signature } = answer as Record<string, unknown>
    const numbers = [sequence, signedAt].every((number) => Number.isSafeInteger(number))
    if (numbers && String(signature).length <= mostSignature) {
      return {
        manifest: fromBase64(String(manifest)),
        sequence: Number(sequence),
        signedAt: Number(signedAt),
        forget: forget === true,
        signature: hexOfBytes(bytesOfHex(String(signature))),
      }
    }
  } catch {
    // Not base64, not hex, or no object at all.
  }
  throw new Failure('gateway.shape', 'a vault’s head')
}

function missing() {
  return refuse(
    'blob_missing',
    'The gateway does not have this file of the vault. Open the vault on a device that has a copy, or from an exported file.',
  )
}
