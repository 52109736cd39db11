import { Failure } from '../../api/failure.ts'

/** What the work comes to, or a failure of this code after so long: nobody else's delivery waits for it. */
export async function within<T>(milliseconds: number, code: string, work: Promise<T>): Promise<T> {
  let timer: ReturnType<typeof setTimeout> | undefined
  const limit = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Failure(code, '', true)), milliseconds)
  })
  try {
    return await Promise.race([work, limit])
  } finally {
    clearTimeout(timer)
  }
}
