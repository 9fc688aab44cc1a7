import { hash } from 'node:crypto'
import type { Database, Statement } from 'better-sqlite3'
import { AppError } from '../../../shared/contract/errors.ts'
import { DraftSnapshot } from '../../../shared/domain/draft-snapshot.ts'
import { type PromptId, VariantId } from '../../../shared/domain/ids.ts'
import { type Variant, VariantContent } from '../../../shared/domain/prompt.ts'
import { singleChange } from '../../../shared/domain/single-change.ts'
import { canonicalJson } from '../json/canonical-json.ts'
import { keptMoments } from './kept-moments.ts'
import type { StoreClock } from './sqlite/store-clock.ts'

interface SnapshotRow {
  readonly no: number
  readonly prompt_id: string
  readonly letter: string
  readonly variant_id: string
  readonly sha256: Buffer
  readonly base_no: number | null
  readonly head: number
  readonly tail: number
  readonly body: string
  readonly characters: number
  readonly message_count: number
  readonly tokens: number | null
  readonly saved_at_ms: number
}

type Tab = Pick<Variant, 'promptId' | 'letter'>

const PRUNE_EVERY_MS = 3_600_000

/** What tabs said at each pause in typing, so that no text is lost to a change of mind. */
export class DraftStore {
  readonly #clock: StoreClock
  readonly #insert: Statement
  readonly #get: Statement<[number], SnapshotRow>
  readonly #newest: Statement<[string, string], SnapshotRow>
  readonly #page: Statement<[string, string, number, number], SnapshotRow>
  readonly #times: Statement<[string, string], { no: number; saved_at_ms: number }>
  readonly #remove: Statement<[number]>
  readonly #setTokens: Statement<[number, number]>
  readonly #prunedAtMs = new Map<string, number>()

  constructor(db: Database, clock: StoreClock) {
    this.#clock = clock
    this.#insert = db.prepare(`INSERT INTO draft_snapshot
      (prompt_id, letter, variant_id, sha256, base_no, head, tail, body, characters, message_count, saved_at_ms)
      VALUES (@promptId, @letter, @variantId, @sha256, @baseNo, @head, @tail, @body, @characters, @messageCount, @savedAtMs)`)
    this.#get = db.prepare('SELECT * FROM draft_snapshot WHERE no = ?')
    this.#newest = db.prepare(
      'SELECT * FROM draft_snapshot WHERE prompt_id = ? AND letter = ? ORDER BY no DESC LIMIT 1',
    )
    this.#page = db.prepare(
      'SELECT * FROM draft_snapshot WHERE prompt_id = ? AND letter = ? AND no < ? ORDER BY no DESC LIMIT ?',
    )
    this.#times = db.prepare(
      'SELECT no, saved_at_ms FROM draft_snapshot WHERE prompt_id = ? AND letter = ? ORDER BY no',
    )
    // One that others are stored as differences of goes only after them.
    this.#remove = db.prepare(`DELETE FROM draft_snapshot AS d WHERE no = ?
      AND NOT EXISTS (SELECT 1 FROM draft_snapshot WHERE base_no = d.no)`)
    this.#setTokens = db.prepare('UPDATE draft_snapshot SET tokens = ? WHERE no = ?')
  }

  /** Keeps what a tab says now, unless it said the same at the last time. To be called in a transaction. */
  keep(variant: Pick<Variant, 'id' | 'promptId' | 'letter' | 'content'>): void {
    const { promptId, letter, content } = variant
    const text = canonicalJson(content)
    const sha256 = hash('sha256', text, 'buffer')
    const newest = this.#newest.get(promptId, letter)
    if (newest?.sha256.equals(sha256)) return
    const base = newest ? this.#get.get(newest.base_no ?? newest.no) : undefined
    this.#insert.run({
      promptId,
      letter,
      variantId: variant.id,
      sha256,
      ...differenceFrom(base, text),
      characters: content.messages.reduce((sum, { template }) => sum + template.length, 0),
      messageCount: content.messages.length,
      savedAtMs: Date.parse(this.#clock.nowIso()),
    })
    this.#prune(variant)
  }

  /** True once anything was kept of the tab. */
  has({ promptId, letter }: Tab): boolean {
    return this.#newest.get(promptId, letter) !== undefined
  }

  /** Newest first, from before a number on. */
  page(promptId: PromptId, letter: string, beforeNo: number | null, limit: number): DraftSnapshot[] {
    return this.#page.all(promptId, letter, beforeNo ?? Number.MAX_SAFE_INTEGER, limit).map(toSnapshot)
  }

  /** @throws AppError `not-found` */
  get(no: number): { readonly snapshot: DraftSnapshot; readonly content: VariantContent } {
    const row = this.#get.get(no)
    if (!row) throw new AppError('not-found', 'This state of the text is no longer kept. Choose another one.')
    return { snapshot: toSnapshot(row), content: VariantContent.parse(JSON.parse(this.#textOf(row))) }
  }

  setTokens(no: number, tokens: number): void {
    this.#setTokens.run(tokens, no)
  }

  #textOf(row: SnapshotRow): string {
    if (row.base_no === null) return row.body
    const base = this.#get.get(row.base_no)
    if (!base) throw new Error(`Draft snapshot ${row.no} has lost its base ${row.base_no}.`)
    return base.body.slice(0, row.head) + row.body + base.body.slice(base.body.length - row.tail)
  }

  #prune(tab: Tab): void {
    const nowMs = Date.parse(this.#clock.nowIso())
    const key = `${tab.promptId}/${tab.letter}`
    if (nowMs - (this.#prunedAtMs.get(key) ?? 0) < PRUNE_EVERY_MS) return
    this.#prunedAtMs.set(key, nowMs)
    const moments = this.#times.all(tab.promptId, tab.letter)
    const kept = keptMoments(
      moments.map(({ saved_at_ms }) => saved_at_ms),
      nowMs,
    )
    // Newest first: differences before what they differ from.
    for (const [index, { no }] of [...moments.entries()].reverse()) if (!kept[index]) this.#remove.run(no)
  }
}

type Difference = Pick<SnapshotRow, 'head' | 'tail' | 'body'> & { readonly baseNo: number | null }

/** Whole, where the difference would be no smaller than half of it. */
function differenceFrom(base: SnapshotRow | undefined, text: string): Difference {
  const whole = { baseNo: null, head: 0, tail: 0, body: text }
  if (!base) return whole
  const change = singleChange(base.body, text) ?? { at: text.length, deleteCount: 0, insertText: '' }
  let head = change.at
  let tail = base.body.length - change.at - change.deleteCount
  // SQLite keeps UTF-8, which has no half of a pair.
  if (isHighSurrogate(text, head - 1)) head -= 1
  if (isHighSurrogate(text, text.length - tail - 1)) tail -= 1
  if (text.length - head - tail > text.length / 2) return whole
  return { baseNo: base.no, head, tail, body: text.slice(head, text.length - tail) }
}

function isHighSurrogate(text: string, at: number): boolean {
  const unit = text.charCodeAt(at)
  return unit >= 0xd800 && unit < 0xdc00
}

function toSnapshot(row: SnapshotRow): DraftSnapshot {
  return DraftSnapshot.parse({
    no: row.no,
    promptId: row.prompt_id,
    letter: row.letter,
    variantId: VariantId.parse(row.variant_id),
    savedAt: new Date(row.saved_at_ms).toISOString(),
    characters: row.characters,
    messageCount: row.message_count,
    tokens: row.tokens,
  })
}
