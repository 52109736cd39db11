import { solveStamp } from '../../domain/solveStamp.ts'

export interface StampTask {
  digest: Uint8Array
  bits: number
  timeSeconds: number
}

self.onmessage = ({ data }: MessageEvent<StampTask>) => {
  self.postMessage(solveStamp(data.digest, data.bits, data.timeSeconds))
}
