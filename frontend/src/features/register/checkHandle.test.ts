import { describe, expect, it, vi } from 'vitest'
import { Failure } from '../../api/failure.ts'
import type { Profile } from '../../api/model.ts'
import { checkHandle } from './checkHandle.ts'

const taken = (handle: string) => ({ getProfile: vi.fn(() => Promise.resolve({ handle } as Profile)) })
const failing = (failure: Failure) => ({ getProfile: vi.fn(() => Promise.reject(failure)) })

describe('checkHandle', () => {
  it.each(['ab', 'Ada', 'ada!', 'a'.repeat(21), 'ädä', 'a b c'])(
    '%s is refused without asking',
    async (handle) => {
      const api = taken(handle)
      expect(await checkHandle(api, handle)).toEqual({ state: 'refused', code: 'handle.invalid' })
      expect(api.getProfile).not.toHaveBeenCalled()
    },
  )
  it('a taken one is refused', async () =>
    expect(await checkHandle(taken('ada'), 'ada')).toEqual({ state: 'refused', code: 'handle.taken' }))
  it('an unreachable gateway is not a free handle', async () =>
    expect(await checkHandle(failing(new Failure('gateway.unreachable')), 'ada')).toMatchObject({
      state: 'refused',
    }))
  it('an unknown one is free', async () =>
    expect(await checkHandle(failing(new Failure('profile.not_found', '', false, 404)), 'ada')).toEqual({
      state: 'free',
    }))
})
