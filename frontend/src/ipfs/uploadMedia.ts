import type { Gateway } from '../api/endpoints.ts'
import { Failure } from '../api/failure.ts'
import { fileCid } from './fileCid.ts'
import { sniffMedia } from './sniffMedia.ts'

/** Uploads a file and returns the CID that this browser computed; a gateway that names another is refused. */
export async function uploadMedia(api: Pick<Gateway, 'putMedia'>, file: File): Promise<string> {
  const bytes = new Uint8Array(await file.arrayBuffer())
  if (sniffMedia(bytes) !== file.type) throw new Failure('media.type', file.type)
  const cid = fileCid(bytes)
  const stored = await api.putMedia(file)
  if (stored.cid !== cid)
    throw new Failure('content.mismatch', `gateway says ${stored.cid}, the file is ${cid}`)
  return cid
}
