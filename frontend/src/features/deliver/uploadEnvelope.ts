import { Failure } from '../../api/failure.ts'
import { openMarket } from '../../api/market.ts'
import { fileCid } from '../../ipfs/fileCid.ts'

/**
 * The envelope's address, once a gateway keeps its bytes. Raises `blob.too_large` above what it takes and
 * `blob.mismatch` when it names another address than the bytes have.
 */
export async function uploadEnvelope(base: string, bytes: Uint8Array, mostBytes: number): Promise<string> {
  if (bytes.length > mostBytes) throw new Failure('blob.too_large')
  const { cid } = await openMarket(base).putBlob(bytes.slice())
  if (cid !== fileCid(bytes)) throw new Failure('blob.mismatch', cid)
  return cid
}
