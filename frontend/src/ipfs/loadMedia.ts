import type { Gateway } from '../api/endpoints.ts'
import { Failure } from '../api/failure.ts'
import type { Media } from '../api/model.ts'
import { parseCid } from '../domain/parseCid.ts'
import { assembleFile } from './assembleFile.ts'
import { sniffMedia } from './sniffMedia.ts'
import { readCar } from './readCar.ts'

const maxBytes = 10 * 1024 * 1024
const loaded = new Map<string, Promise<Blob>>()

/**
 * A picture or video as a blob whose bytes are the ones its address names and whose type is what the
 * bytes are (never SVG or HTML). Raises `media.*`, `content.mismatch`, `gateway.*`.
 */
export function loadMedia(api: Pick<Gateway, 'getRaw' | 'getCar'>, media: Media): Promise<Blob> {
  let blob = loaded.get(media.cid)
  if (!blob) {
    blob = fetchMedia(api, media)
    loaded.set(media.cid, blob)
    blob.catch(() => loaded.delete(media.cid))
    if (loaded.size > 60) loaded.delete(loaded.keys().next().value ?? '')
  }
  return blob
}

async function fetchMedia(api: Pick<Gateway, 'getRaw' | 'getCar'>, media: Media): Promise<Blob> {
  if (media.size > maxBytes) throw new Failure('media.too_large')
  const { codec, cid } = parseCid(media.cid)
  const response = codec === 'raw' ? await api.getRaw(media.cid) : await api.getCar(media.cid)
  const answer = new Uint8Array(await response.arrayBuffer())
  const blocks = codec === 'raw' ? new Map([[cid, answer]]) : readCar(answer)
  const bytes = assembleFile(media.cid, blocks, maxBytes)
  const type = sniffMedia(bytes)
  if (type === null || type !== media.mime)
    throw new Failure('media.unverifiable', `says ${media.mime}, is ${type ?? 'something else'}`)
  return new Blob([bytes], { type })
}
