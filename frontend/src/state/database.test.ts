// @vitest-environment node
import 'fake-indexeddb/auto'
import { expect, it } from 'vitest'
import { openDatabase, readValue, writeValue } from './database.ts'

/** A database as the first version of this page made it, with a value in each store. */
function makeFirstVersion(scope: string): Promise<IDBDatabase> {
  return new Promise((resolve, reject) => {
    const request = indexedDB.open(`hashtagspace/${scope}`, 1)
    request.onupgradeneeded = () => {
      for (const name of ['wrapping', 'keys', 'intents', 'drafts']) {
        request.result.createObjectStore(name).put(`old ${name}`, 'one')
      }
    }
    request.onsuccess = () => resolve(request.result)
    request.onerror = () => reject(new Error(String(request.error)))
  })
}

it('keeps what an earlier version stored, and gains the stores of vaults', async () => {
  ;(await makeFirstVersion('earlier')).close()
  for (const name of ['wrapping', 'keys', 'intents', 'drafts'] as const) {
    expect(await readValue('earlier', name, 'one')).toBe(`old ${name}`)
  }
  await writeValue('earlier', 'vaults', 'a', 1)
  expect(await readValue('earlier', 'vaults', 'a')).toBe(1)
  expect(await readValue('earlier', 'blobs', 'a')).toBeUndefined()
})

it('says so when another tab holds an earlier version, and goes on once it is closed', async () => {
  const other = await makeFirstVersion('held')
  await expect(openDatabase('held')).rejects.toMatchObject({ code: 'page.storage' })
  other.close()
  expect(await readValue('held', 'keys', 'one')).toBe('old keys')
})

it('lets go when a later version of this page asks for it', async () => {
  await openDatabase('later')
  const later = await new Promise<IDBDatabase>((resolve, reject) => {
    const request = indexedDB.open('hashtagspace/later', 9)
    request.onsuccess = () => resolve(request.result)
    request.onblocked = () => reject(new Error('held'))
  })
  expect(later.version).toBe(9)
  later.close()
})
