import { sha256 } from '@noble/hashes/sha2'
import { Failure } from '../api/failure.ts'
import { decodeCid, encodeCid, parseCid, RAW, type Cid } from '../domain/cid.ts'
import { decodeFileNode } from './dagPb.ts'
import { keyOf } from './readCar.ts'

const maxDepth = 8

/**
 * The file's bytes from its blocks, every block hashed against the address that named it.
 * Raises `content.mismatch` for a forged block, `media.unverifiable` for a missing one or too many bytes.
 */
export function assembleFile(cid: string, blocks: ReadonlyMap<string, Uint8Array>, maxBytes: number): Uint8Array<ArrayBuffer> {
  const parts: Uint8Array[] = []
  let size = 0
  const add = (bytes: Uint8Array) => {
    size += bytes.length
    if (size > maxBytes) throw new Failure('media.unverifiable', 'larger than it says')
    parts.push(bytes)
  }
  const walk = (address: Cid, depth: number): void => {
    if (depth > maxDepth) throw new Failure('media.unverifiable', 'nested too deeply')
    const block = blocks.get(keyOf(encodeCid(address)))
    if (!block) throw new Failure('media.unverifiable', 'a block is missing')
    verifyBlock(block, address)
    if (address.codec === RAW) {
      add(block)
      return
    }
    const { links, data } = decodeFileNode(block)
    add(data)
    for (const link of links) walk(decodeCid(link), depth + 1)
  }
  walk(parseCid(cid), 0)
  const file = new Uint8Array(size)
  let at = 0
  for (const part of parts) {
    file.set(part, at)
    at += part.length
  }
  return file
}

export function verifyBlock(block: Uint8Array, address: Cid): void {
  const digest = sha256(block)
  if (digest.some((byte, index) => byte !== address.digest[index])) throw new Failure('content.mismatch')
}
