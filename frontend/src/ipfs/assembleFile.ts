import { Failure } from '../api/failure.ts'
import { contentDigest } from '../domain/contentDigest.ts'
import { parseCid } from '../domain/parseCid.ts'
import { decodeCid } from './cidBytes.ts'
import { decodeFileNode } from './dagPb.ts'

const maxDepth = 8

/**
 * The file's bytes from its blocks, every block hashed against the address that named it.
 * Raises `content.mismatch` for a forged block, `media.unverifiable` for a missing one or too many bytes.
 */
export function assembleFile(
  cid: string,
  blocks: ReadonlyMap<string, Uint8Array>,
  maxBytes: number,
): Uint8Array<ArrayBuffer> {
  const parts: Uint8Array[] = []
  let size = 0
  const add = (bytes: Uint8Array) => {
    size += bytes.length
    if (size > maxBytes) throw new Failure('media.unverifiable', 'larger than it says')
    parts.push(bytes)
  }
  const walk = (address: string, depth: number): void => {
    if (depth > maxDepth) throw new Failure('media.unverifiable', 'nested too deeply')
    const block = blocks.get(address)
    if (!block) throw new Failure('media.unverifiable', 'a block is missing')
    const { codec, digest } = parseCid(address)
    if (contentDigest(block) !== digest) throw new Failure('content.mismatch', address)
    if (codec === 'raw') {
      add(block)
      return
    }
    const { links, data } = decodeFileNode(block)
    add(data)
    for (const link of links) walk(decodeCid(link), depth + 1)
  }
  walk(cid, 0)
  const file = new Uint8Array(size)
  let at = 0
  for (const part of parts) {
    file.set(part, at)
    at += part.length
  }
  return file
}
