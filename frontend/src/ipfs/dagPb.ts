import { Failure } from '../api/failure.ts'

/** A child of a file's inner node and how many file bytes it holds. */
export interface FileLink {
  cid: Uint8Array
  treeSize: number
  fileSize: number
}

const fileType = 2

/** The canonical dag-pb bytes of a UnixFS file node, as `ipfs add --raw-leaves` writes them. */
export function encodeFileNode(links: readonly FileLink[]): Uint8Array {
  const total = links.reduce((sum, { fileSize }) => sum + fileSize, 0)
  const unixfs = [
    0x08,
    fileType,
    0x18,
    ...varint(total),
    ...links.flatMap(({ fileSize }) => [0x20, ...varint(fileSize)]),
  ]
  const out: number[] = []
  for (const { cid, treeSize } of links) {
    const link = [0x0a, ...varint(cid.length), ...cid, 0x12, 0x00, 0x18, ...varint(treeSize)]
    out.push(0x12, ...varint(link.length), ...link)
  }
  return new Uint8Array([...out, 0x0a, ...varint(unixfs.length), ...unixfs])
}

/** The children and inline data of a dag-pb UnixFS file block. Raises `media.unverifiable` for anything else. */
export function decodeFileNode(block: Uint8Array): { links: Uint8Array[]; data: Uint8Array } {
  const links: Uint8Array[] = []
  let data: Uint8Array = new Uint8Array()
  for (const { field, bytes } of fieldsOf(block)) {
    if (field === 2 && bytes) {
      const hash = fieldsOf(bytes).find((part) => part.field === 1)?.bytes
      if (!hash) throw new Failure('media.unverifiable', 'a link without an address')
      links.push(hash)
    } else if (field === 1 && bytes) {
      const parts = fieldsOf(bytes)
      const type = parts.find((part) => part.field === 1)?.value
      if (type !== 0 && type !== fileType) throw new Failure('media.unverifiable', 'not a file')
      data = new Uint8Array(parts.find((part) => part.field === 2)?.bytes ?? [])
    }
  }
  return { links, data }
}

interface Field {
  field: number
  value?: number
  bytes?: Uint8Array
}

/** The fields of a protobuf message: varints and byte strings, which is all that dag-pb and UnixFS use. */
function fieldsOf(message: Uint8Array): Field[] {
  const fields: Field[] = []
  let at = 0
  const next = (): number => {
    let [value, scale] = [0, 1]
    for (;;) {
      const byte = message[at++]
      if (byte === undefined || scale > 2 ** 49) throw new Failure('media.unverifiable', 'cut-off block')
      value += (byte & 0x7f) * scale
      if (byte < 0x80) return value
      scale *= 128
    }
  }
  while (at < message.length) {
    const tag = next()
    if ((tag & 7) === 0) fields.push({ field: tag >> 3, value: next() })
    else if ((tag & 7) === 2) {
      const length = next()
      if (at + length > message.length) throw new Failure('media.unverifiable', 'cut-off block')
      fields.push({ field: tag >> 3, bytes: message.subarray(at, at + length) })
      at += length
    } else throw new Failure('media.unverifiable', 'unknown wire type')
  }
  return fields
}

function varint(value: number): number[] {
  const bytes: number[] = []
  while (value >= 0x80) {
    bytes.push((value % 128) | 0x80)
    value = Math.floor(value / 128)
  }
  return [...bytes, value]
}
