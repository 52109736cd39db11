import { failureOf } from '../api/failure.ts'
import { doRecordWork, type RecordWork } from './recordWork.ts'

/** The answer of the worker: bytes, or the refusal that the page would have met itself. */
export type RecordAnswer = { id: number } & ({ bytes: Uint8Array } | { code: string; detail: string })

self.addEventListener('message', ({ data: { id, task } }: MessageEvent<{ id: number; task: RecordWork }>) => {
  let answer: RecordAnswer
  try {
    answer = { id, bytes: doRecordWork(task) }
  } catch (cause) {
    const { code, detail } = failureOf(cause)
    answer = { id, code, detail }
  }
  if (task.work === 'mask') task.key.fill(0)
  self.postMessage(answer, 'bytes' in answer ? { transfer: [answer.bytes.buffer] } : {})
})
