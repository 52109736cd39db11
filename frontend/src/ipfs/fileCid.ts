import type { Cid } from '../domain/brands.ts'
import { cidOfDigest } from '../domain/cidOfDigest.ts'
import { contentDigest } from '../domain/contentDigest.ts'
import { encodeCid } from './cidBytes.ts'
import { encodeFileNode } from './dagPb.ts'

const chunkBytes = 262_144
const linksPerNode = 174

/**
 * The CID that `ipfs add --cid-version=1 --raw-leaves --chunker=size-262144` gives these bytes.
 * Raises RangeError above 174 chunks (about 45 MB): more than a post may carry.
 */
export function fileCid(bytes: Uint8Array): Cid {
  if (bytes.length <= chunkBytes) return cidOfDigest(contentDigest(bytes))
  const links = []
  for (let at = 0; at < bytes.length; at += chunkBytes) {
    const chunk = bytes.subarray(at, at + chunkBytes)
    const cid = encodeCid(cidOfDigest(contentDigest(chunk)))
    links.push({ cid, treeSize: chunk.length, fileSize: chunk.length })
  }
  if (links.length > linksPerNode) throw new RangeError('a file of one level has at most 174 chunks')
  return cidOfDigest(contentDigest(encodeFileNode(links)), 'dag-pb')
}
