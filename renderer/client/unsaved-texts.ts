import type { VariantId } from '../../shared/domain/ids.ts'
import type { VariantContent } from '../../shared/domain/prompt.ts'
import type { TabKey } from './drafts.ts'

/** What was typed into a tab and has not reached the library. */
export interface UnsavedText {
  readonly key: TabKey
  readonly variantId: VariantId
  readonly content: VariantContent
  /** ISO 8601. */
  readonly typedAt: string
}

/** The safety net under autosave: the browser keeps what is typed until the library has it, over a crash of either. */
export interface UnsavedTexts {
  readonly keep: (text: UnsavedText) => void
  readonly drop: (key: TabKey) => void
  /** What earlier pages left behind. */
  readonly left: () => Promise<readonly UnsavedText[]>
  /** One of those left behind was taken back or is not wanted. */
  readonly forget: (text: UnsavedText) => Promise<void>
}

interface KeptText extends UnsavedText {
  readonly id: string
  /** Whoever typed it holds a lock of this name as long as the page lives. */
  readonly pageLock: string
}

const STORE = 'unsaved'
/** Copying a long text for the database takes the main thread milliseconds: not at every key. */
const LONG_CHARACTERS = 50_000
const LONG_EVERY_MS = 300

/** Where the browser has no database to offer (a private window of some), nothing is kept and nothing is left. */
export function openUnsavedTexts(factory: IDBFactory, locks: LockManager): UnsavedTexts {
  const pageLock = `pithy.page.${crypto.randomUUID()}`
  void locks.request(pageLock, () => new Promise<never>(() => {}))
  const opening = open(factory)
  // Read before this page writes anything; what another open window is typing is not left behind.
  const left = opening.then(async (db) => {
    const all = db ? await readAll(db).catch(() => []) : []
    const { held = [] } = await locks.query()
    const living = new Set(held.map(({ name }) => name))
    return all.filter((text) => !living.has(text.pageLock))
  })
  /** What is to be written next: keys typed faster than the disk takes them are joined. */
  const waiting = new Map<TabKey, UnsavedText | null>()
  let isWriting = false

  async function write(): Promise<void> {
    if (isWriting) return
    isWriting = true
    const db = await opening
    while (db && waiting.size > 0) {
      const batch = [...waiting]
      waiting.clear()
      await store(db, pageLock, batch).catch(() => {}) // a full disk: autosave says so on its own
      if (batch.some(([, text]) => text !== null && isLong(text))) await pause(LONG_EVERY_MS)
    }
    isWriting = false
  }

  function put(key: TabKey, text: UnsavedText | null): void {
    waiting.set(key, text)
    void write()
  }

  return {
    keep: (text) => put(text.key, text),
    drop: (key) => put(key, null),
    left: () => left,
    async forget(text) {
      const db = await opening
      const found = (await left).find((one) => one === text)
      if (db && found) db.transaction(STORE, 'readwrite').objectStore(STORE).delete(found.id)
    },
  }
}

function isLong({ content }: UnsavedText): boolean {
  return content.messages.reduce((sum, { template }) => sum + template.length, 0) > LONG_CHARACTERS
}

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms))
}

function open(factory: IDBFactory): Promise<IDBDatabase | null> {
  return new Promise((resolve) => {
    try {
      const request = factory.open('pithy', 1)
      request.onupgradeneeded = () => request.result.createObjectStore(STORE, { keyPath: 'id' })
      request.onsuccess = () => resolve(request.result)
      request.onerror = () => resolve(null)
    } catch {
      resolve(null) // storage is forbidden here
    }
  })
}

function store(
  db: IDBDatabase,
  pageLock: string,
  batch: readonly (readonly [TabKey, UnsavedText | null])[],
): Promise<void> {
  return new Promise((resolve, reject) => {
    const transaction = db.transaction(STORE, 'readwrite')
    const texts = transaction.objectStore(STORE)
    for (const [key, text] of batch) {
      if (text) texts.put({ ...text, id: `${pageLock}/${key}`, pageLock } satisfies KeptText)
      else texts.delete(`${pageLock}/${key}`)
    }
    transaction.oncomplete = () => resolve()
    transaction.onabort = () => reject(transaction.error ?? new Error('The browser kept nothing.'))
  })
}

function readAll(db: IDBDatabase): Promise<readonly KeptText[]> {
  return new Promise((resolve, reject) => {
    const request = db.transaction(STORE, 'readonly').objectStore(STORE).getAll()
    // Only `store` writes there; the content is checked when it is offered.
    request.onsuccess = () => resolve(request.result as KeptText[])
    request.onerror = () => reject(request.error ?? new Error('The browser gave nothing back.'))
  })
}
