import { openMarket } from '../../api/market.ts'
import { parseCid } from '../../domain/parseCid.ts'
import { assembleFile } from '../../ipfs/assembleFile.ts'
import { readCar } from '../../ipfs/readCar.ts'

const mostBytes = 10 * 1024 * 1024

/**
 * The envelope's bytes, every block hashed against the address that named it. Raises `content.mismatch`,
 * `media.unverifiable`, `cid.*` for what is forged, `gateway.*` while nobody can be reached.
 */
export async function loadEnvelope(base: string, cid: string): Promise<Uint8Array> {
  parseCid(cid)
  const response = await openMarket(base).getCar(cid)
  return assembleFile(cid, readCar(new Uint8Array(await response.arrayBuffer())), mostBytes)
}
