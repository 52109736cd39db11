import { Failure } from '../api/failure.ts'

/** Since version 2: `vaults` and `blobs`, copies of vaults, encrypted; `deliveries`, epochs on their way. */
export type StoreName = 'wrapping' | 'keys' | 'intents' | 'drafts' | 'vaults' | 'blobs' | 'deliveries'
const stores: readonly StoreName[] = [
  'wrapping',
  'keys',
  'intents',
  'drafts',
  'vaults',
  'blobs',
  'deliveries',
]
const version = 2
const open = new Map<string, Promise<IDBDatabase>>()

/** The database of one network's scope. Raises `page.storage` when the browser forbids storing. */
export function openDatabase(scope: string): Promise<IDBDatabase> {
  let database = open.get(scope)
  if (!database) {
    database = new Promise<IDBDatabase>((resolve, reject) => {
      const request = indexedDB.open(`hashtagspace/${scope}`, version)
      request.onupgradeneeded = () => {
        const { result } = request
        for (const name of stores) if (!result.objectStoreNames.contains(name)) result.createObjectStore(name)
      }
      request.onsuccess = () => {
        const { result } = request
        // A later version of this page in another tab waits for this one to let go.
        result.onversionchange = () => {
          result.close()
          open.delete(scope)
        }
        resolve(result)
      }
      request.onblocked = () => reject(new Failure('page.storage', 'close the other tabs of this page'))
      request.onerror = () => reject(new Failure('page.storage', String(request.error)))
    }).catch((cause: unknown) => {
      open.delete(scope)
      throw cause instanceof Failure ? cause : new Failure('page.storage', String(cause))
    })
    open.set(scope, database)
  }
  return database
}

/** The value under a key, or undefined. */
export async function readValue<T>(scope: string, store: StoreName, key: string): Promise<T | undefined> {
  const database = await openDatabase(scope)
  // Safety: each store is written by one module with one type.
  return (await settle(database.transaction(store).objectStore(store).get(key))) as T | undefined
}

export async function listValues<T>(scope: string, store: StoreName): Promise<T[]> {
  const database = await openDatabase(scope)
  // Safety: as above.
  return (await settle(database.transaction(store).objectStore(store).getAll())) as T[]
}

/** The value is on disk when this returns. */
export async function writeValue(
  scope: string,
  store: StoreName,
  key: string,
  value: unknown,
): Promise<void> {
  await change(scope, store, (objects) => objects.put(value, key))
}

/** The value kept under a key: this one, unless another was there first. One transaction, so two tabs agree. */
export async function addValue<T>(scope: string, store: StoreName, key: string, value: T): Promise<T> {
  const database = await openDatabase(scope)
  return new Promise<T>((resolve, reject) => {
    const transaction = database.transaction(store, 'readwrite')
    const objects = transaction.objectStore(store)
    const read = objects.get(key)
    let kept = value
    read.onsuccess = () => {
      // Safety: each store is written by one module with one type.
      if (read.result === undefined) objects.put(value, key)
      else kept = read.result as T
    }
    transaction.oncomplete = () => resolve(kept)
    transaction.onerror = transaction.onabort = () =>
      reject(new Failure('page.storage', String(transaction.error)))
  })
}

export async function deleteValue(scope: string, store: StoreName, key: string): Promise<void> {
  await change(scope, store, (objects) => objects.delete(key))
}

async function change(
  scope: string,
  store: StoreName,
  act: (objects: IDBObjectStore) => IDBRequest,
): Promise<void> {
  const database = await openDatabase(scope)
  await new Promise<void>((resolve, reject) => {
    const transaction = database.transaction(store, 'readwrite')
    act(transaction.objectStore(store))
    transaction.oncomplete = () => resolve()
    transaction.onerror = transaction.onabort = () =>
      reject(new Failure('page.storage', String(transaction.error)))
  })
}

function settle<T>(request: IDBRequest<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result)
    request.onerror = () => reject(new Failure('page.storage', String(request.error)))
  })
}
