import { fromBase64, toBase64 } from '../features/outbox/base64.ts'
import { fileCid } from '../ipfs/fileCid.ts'
import { utf8 } from '../domain/utf8.ts'
import { decodeManifest } from './manifest.ts'
import { refuse } from './refuse.ts'

/** A whole vault, encrypted as everywhere: the manifest's bytes and its blobs by CID. */
export interface VaultFile {
  readonly manifest: Uint8Array
  readonly blobs: ReadonlyMap<string, Uint8Array>
}
/** The most bytes that are read as a vault file. */
export const mostFileBytes = 256 * 1024 * 1024

/** The bytes of a `.hsvault` file. */
export function buildExport({ manifest, blobs }: VaultFile): Uint8Array {
  const spelled = [...blobs]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([cid, bytes]) => [cid, toBase64(bytes)])
  return utf8(
    JSON.stringify({
      type: 'vault-export',
      version: 1,
      manifest: toBase64(manifest),
      blobs: Object.fromEntries(spelled),
    }),
  )
}

/** The vault in a file, every blob checked against its name; raises `vault.export` or `vault.manifest`. */
export function parseExport(file: Uint8Array): VaultFile {
  if (file.length > mostFileBytes) throw refuse('export', 'The file is too large for a vault file.')
  const found = parse(file)
  const manifest = bytesOf(found.manifest)
  const { blobs: wanted } = decodeManifest(manifest)
  const blobs = new Map<string, Uint8Array>()
  for (const cid of wanted) {
    const text = Object.hasOwn(found.blobs, cid) ? found.blobs[cid] : undefined
    if (typeof text !== 'string') throw unusable('a part is missing')
    const bytes = bytesOf(text)
    if (fileCid(bytes) !== cid) throw unusable('a part was changed')
    blobs.set(cid, bytes)
  }
  return { manifest, blobs }
}

function parse(file: Uint8Array): { manifest: string; blobs: Record<string, unknown> } {
  try {
    // Safety: each member is checked before it is used.
    const found = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(file)) as Record<
      string,
      unknown
    >
    const { type, version, manifest, blobs } = found
    if (type === 'vault-export' && version === 1 && typeof manifest === 'string' && isObject(blobs)) {
      return { manifest, blobs }
    }
  } catch {
    // Not JSON: refused below.
  }
  throw unusable('it is no vault file')
}

function bytesOf(text: string): Uint8Array {
  try {
    return fromBase64(text)
  } catch {
    throw unusable('a part does not read')
  }
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function unusable(why: string) {
  return refuse('export', `The file cannot be used (${why}); take an earlier export, or the gateway’s copy.`)
}
