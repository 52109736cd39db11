import { Failure } from '../api/failure.ts'
import { contentDigest } from '../domain/contentDigest.ts'
import { parseCid } from '../domain/parseCid.ts'
import { decodeCid } from './cidBytes.ts'
import { decodeFileNode } from './dagPb.ts'

const maxDepth = 8
/** Blocks a file may have: 10 MiB are 40 of the usual size. A few small ones may name each other many times. */
const maxBlocks = 8192

/**
 * The file's bytes from its blocks, every block hashed against the address that named it.
 * Raises `content.mismatch` for a forged block, `media.unverifiable` for a missing one, one that adds nothing,
 * or too many blocks or bytes.
 */
export function assembleFile(
  cid: string,
  blocks: ReadonlyMap<string, Uint8Array>,
  maxBytes: number,
): Uint8Array<ArrayBuffer> {
  const parts: Uint8Array[] = []
  let [size, count] = [0, 0]
  const add = (bytes: Uint8Array) => {
    size += bytes.length
    if (size > maxBytes) throw new Failure('media.unverifiable', 'larger than it says')
    parts.push(bytes)
  }
  const nodes = new Map<string, Node>()
  const walk = (address: string, depth: number): void => {
    count += 1
    if (depth > maxDepth || count > maxBlocks) throw new Failure('media.unverifiable', 'too many blocks')
    let node = nodes.get(address)
    if (!node) nodes.set(address, (node = readNode(address, blocks)))
    const { links, data } = node
    if (depth > 0 && links.length + data.length === 0) {
      throw new Failure('media.unverifiable', 'a block that adds nothing')
    }
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

type Node = ReturnType<typeof decodeFileNode>

/** The block, hashed against its address. */
function readNode(address: string, blocks: ReadonlyMap<string, Uint8Array>): Node {
  const block = blocks.get(address)
  if (!block) throw new Failure('media.unverifiable', 'a block is missing')
  const { codec, digest } = parseCid(address)
  if (contentDigest(block) !== digest) throw new Failure('content.mismatch', address)
  return codec === 'raw' ? { links: [], data: block } : decodeFileNode(block)
}
