import { Failure } from '../api/failure.ts'
import { cidLength, decodeCid } from './cidBytes.ts'

/**
 * The blocks of a CARv1 by their CID. Only shape is read here: whoever uses a block hashes it.
 * Raises `media.unverifiable` when the archive is cut off or holds CIDs of another kind.
 */
export function readCar(archive: Uint8Array): Map<string, Uint8Array> {
  const blocks = new Map<string, Uint8Array>()
  let at = 0
  const section = (): Uint8Array => {
    let [length, scale] = [0, 1]
    for (;;) {
      const byte = archive[at++]
      if (byte === undefined || scale > 2 ** 35) throw new Failure('media.unverifiable', 'cut-off archive')
      length += (byte & 0x7f) * scale
      if (byte < 0x80) break
      scale *= 128
    }
    if (at + length > archive.length) throw new Failure('media.unverifiable', 'cut-off archive')
    const bytes = archive.subarray(at, at + length)
    at += length
    return bytes
  }
  section()
  while (at < archive.length) {
    const bytes = section()
    blocks.set(decodeCid(bytes.subarray(0, cidLength)), bytes.subarray(cidLength))
  }
  return blocks
}
