import type { ProjectId } from '../../../../shared/domain/ids.ts'
import type { FileLink } from '../../../../shared/import/folder/plan-folder.ts'
import type { Folder } from './folder-access.ts'

/** The folder of a project, kept by the browser: a page can hold on to a folder, and nothing else can. */
export interface KeptFolder {
  readonly projectId: ProjectId
  readonly folder: Folder
  readonly links: readonly FileLink[]
}

const STORE = 'folders'

export async function readKeptFolder(projectId: ProjectId): Promise<KeptFolder | null> {
  const found = await inStore<unknown>('readonly', (store) => store.get(projectId))
  return (found as KeptFolder | undefined) ?? null // only keepFolder writes there
}

export async function keepFolder(kept: KeptFolder): Promise<void> {
  await inStore('readwrite', (store) => store.put(kept))
}

export async function forgetFolder(projectId: ProjectId): Promise<void> {
  await inStore('readwrite', (store) => store.delete(projectId))
}

/** Undefined where the browser has no database to offer: the folder then lasts as long as the page. */
async function inStore<T>(
  mode: IDBTransactionMode,
  ask: (store: IDBObjectStore) => IDBRequest<T>,
): Promise<T | undefined> {
  const db = await open().catch(() => null)
  if (!db) return undefined
  try {
    return await done(ask(db.transaction(STORE, mode).objectStore(STORE)))
  } finally {
    db.close()
  }
}

function open(): Promise<IDBDatabase> {
  const request = window.indexedDB.open('pithy-folders', 1)
  request.onupgradeneeded = () => request.result.createObjectStore(STORE, { keyPath: 'projectId' })
  return done(request)
}

function done<T>(request: IDBRequest<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result)
    request.onerror = () => reject(request.error ?? new Error('The browser gave nothing back.'))
  })
}
