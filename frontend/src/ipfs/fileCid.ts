import { sha256 } from '@noble/hashes/sha2'
import { cidOfDigest, DAG_PB, decodeCid, encodeCid, parseCid, RAW } from '../domain/cid.ts'
import { encodeFileNode, type FileNode } from './dagPb.ts'

const chunkBytes = 262_144
const linksPerNode = 174

/**
 * The CID that `ipfs add --cid-version=1 --raw-leaves --chunker=size-262144` gives these bytes.
 * Up to 174 chunks (about 45 MB): more than a post may carry.
 */
export function fileCid(bytes: Uint8Array): string {
  if (bytes.length <= chunkBytes) return cidOfDigest(sha256(bytes), RAW)
  const links: FileNode['links'] = []
  for (let at = 0; at < bytes.length; at += chunkBytes) {
    const chunk = bytes.subarray(at, at + chunkBytes)
    const cid = encodeCid(parseCid(cidOfDigest(sha256(chunk), RAW)))
    links.push({ cid, treeSize: chunk.length, fileSize: chunk.length })
  }
  if (links.length > linksPerNode) throw new RangeError('a file of one level has at most 174 chunks')
  return cidOfDigest(sha256(encodeFileNode(links)), DAG_PB)
}

export { decodeCid }
