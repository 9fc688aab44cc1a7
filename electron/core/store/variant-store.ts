import type { Database, Statement } from 'better-sqlite3'
import { AppError } from '../../../shared/contract/errors.ts'
import { PromptId, VariantId } from '../../../shared/domain/ids.ts'
import { PartialTexts } from '../../../shared/domain/partial.ts'
import { Variant, VariantContent, type VariantOrigin, variantLabel } from '../../../shared/domain/prompt.ts'
import { usedPartials } from '../../../shared/template/used-partials.ts'
import { canonicalJson } from '../json/canonical-json.ts'
import type { DraftStore } from './draft-store.ts'
import type { PartialStore } from './partial-store.ts'
import type { StoreClock } from './sqlite/store-clock.ts'
import { variantLetter } from './variant-letter.ts'

interface VariantRow {
  readonly id: string
  readonly prompt_id: string
  readonly letter: string
  readonly revision: number
  readonly name: string
  readonly content: string
  readonly parent_id: string | null
  readonly origin: string
  readonly note: string
  readonly is_frozen: number
  readonly partials: string | null
  readonly superseded_by_id: string | null
  readonly archived_at: string | null
  readonly created_at: string
  readonly updated_at: string
}

export interface NewVariant {
  readonly name: string
  readonly content: VariantContent
  readonly origin: VariantOrigin
  readonly note: string
}

/** Variants of all prompts. What changes in place and what makes a revision: see Variant in shared/domain/prompt.ts. */
export class VariantStore {
  readonly #db: Database
  readonly #clock: StoreClock
  readonly #drafts: DraftStore
  readonly #partials: PartialStore
  readonly #insert: Statement
  readonly #get: Statement<[string], VariantRow>
  readonly #list: Statement<{ promptId: string; withAll: number }, VariantRow>
  readonly #letterCount: Statement<[string], number>
  readonly #visibleCount: Statement<[string], number>
  readonly #setContent: Statement<[string, string, string]>
  readonly #setName: Statement<[string, string, string]>
  readonly #setNote: Statement<[string, string, string]>
  readonly #freeze: Statement<[string, string]>
  readonly #supersede: Statement<[string, string]>
  readonly #archive: Statement<[string | null, string]>
  readonly #touchPrompt: Statement<[string, string]>

  constructor(
    db: Database,
    clock: StoreClock,
    { drafts, partials }: { readonly drafts: DraftStore; readonly partials: PartialStore },
  ) {
    this.#db = db
    this.#clock = clock
    this.#drafts = drafts
    this.#partials = partials
    this.#insert =
      db.prepare(`INSERT INTO variant (id, prompt_id, letter, revision, name, content, parent_id, origin, note,
      is_frozen, superseded_by_id, archived_at, created_at, updated_at)
      VALUES (@id, @promptId, @letter, @revision, @name, @content, @parentId, @origin, @note, 0, NULL, NULL, @now, @now)`)
    this.#get = db.prepare('SELECT * FROM variant WHERE id = ?')
    this.#list = db.prepare(`SELECT * FROM variant
      WHERE prompt_id = @promptId AND (@withAll OR (superseded_by_id IS NULL AND archived_at IS NULL))
      ORDER BY length(letter), letter, revision`)
    // Letters are given out without a gap and never taken back, so their number is the next one's index.
    this.#letterCount = db
      .prepare<[string], number>('SELECT count(DISTINCT letter) FROM variant WHERE prompt_id = ?')
      .pluck()
    this.#visibleCount = db
      .prepare<[string], number>(
        'SELECT count(*) FROM variant WHERE prompt_id = ? AND superseded_by_id IS NULL AND archived_at IS NULL',
      )
      .pluck()
    this.#setContent = db.prepare('UPDATE variant SET content = ?, updated_at = ? WHERE id = ?')
    this.#setName = db.prepare('UPDATE variant SET name = ?, updated_at = ? WHERE id = ?')
    this.#setNote = db.prepare('UPDATE variant SET note = ?, updated_at = ? WHERE id = ?')
    this.#freeze = db.prepare('UPDATE variant SET is_frozen = 1, partials = ? WHERE id = ? AND is_frozen = 0')
    this.#supersede = db.prepare('UPDATE variant SET superseded_by_id = ? WHERE id = ?')
    this.#archive = db.prepare('UPDATE variant SET archived_at = ? WHERE id = ?')
    this.#touchPrompt = db.prepare('UPDATE prompt SET updated_at = ? WHERE id = ?')
  }

  /** The tabs, by letter; `withAll` adds earlier revisions and archived variants. */
  list(promptId: PromptId, { withAll }: { readonly withAll: boolean }): Variant[] {
    return this.#list.all({ promptId, withAll: withAll ? 1 : 0 }).map((row) => this.#toVariant(row))
  }

  /** @throws AppError `not-found` */
  get(id: VariantId): Variant {
    const row = this.#get.get(id)
    if (!row) throw new AppError('not-found', `There is no variant ${id}.`)
    return this.#toVariant(row)
  }

  /** A variant under the prompt's next letter, without a parent. */
  add(promptId: PromptId, variant: NewVariant): Variant {
    return this.#write(() => this.#addLetter(promptId, null, variant))
  }

  /** A variant under the next letter that came from another one, which is frozen by it; content and name may be new. */
  fork(id: VariantId, changes: Partial<NewVariant> = {}): Variant {
    return this.#write(() => {
      const parent = this.get(id)
      this.#freezeOne(parent)
      const start = { name: '', content: parent.content, origin: 'written' as const, note: '' }
      return this.#addLetter(parent.promptId, parent.id, { ...start, ...changes })
    })
  }

  /**
   * Saves in place, or as the next revision when the variant is frozen; the same content changes nothing.
   *
   * @param isPause keeps it in the tab's history too; false for saves in mid typing
   * @throws AppError `conflict` for an archived variant, or one that has a newer revision
   */
  save(id: VariantId, content: VariantContent, isPause = true): Variant {
    return this.#write(() => {
      const variant = this.get(id)
      // What was there before the first change is a state to go back to as well.
      if (!this.#drafts.has(variant)) this.#drafts.keep(variant)
      const saved = this.#saveChanged(variant, content)
      if (isPause) this.#drafts.keep(saved)
      return saved
    })
  }

  rename(id: VariantId, name: string): Variant {
    return this.#write(() => {
      this.#setName.run(name, this.#clock.nowIso(), this.get(id).id)
      return this.get(id)
    })
  }

  /** How it came about, or what is worth knowing about it, in the user's words. */
  setNote(id: VariantId, note: string): Variant {
    return this.#write(() => {
      this.#setNote.run(note, this.#clock.nowIso(), this.get(id).id)
      return this.get(id)
    })
  }

  /** @throws AppError `conflict` for the last variant that a prompt shows */
  setArchived(id: VariantId, isArchived: boolean): Variant {
    return this.#write(() => {
      const variant = this.get(id)
      const isShown = variant.archivedAt === null && variant.supersededById === null
      if (isArchived && isShown && (this.#visibleCount.get(variant.promptId) ?? 0) <= 1) {
        throw new AppError(
          'conflict',
          `Variant ${variantLabel(variant)} is the last one of its prompt and cannot be archived. Archive the prompt instead.`,
        )
      }
      this.#archive.run(isArchived ? this.#clock.nowIso() : null, id)
      return this.get(id)
    })
  }

  /** Called when evidence begins to hang on these variants: from here on their text never changes. */
  freeze(ids: readonly VariantId[]): void {
    this.#write(() => {
      for (const id of ids) this.#freezeOne(this.get(id))
    })
  }

  /**
   * The next revision of a frozen variant: the same text, with what its partials say now.
   *
   * @throws AppError `conflict` for a variant that is not frozen, archived, or replaced
   */
  renewPartials(id: VariantId): Variant {
    return this.#write(() => {
      const variant = this.get(id)
      if (!variant.isFrozen || variant.supersededById !== null || variant.archivedAt !== null) {
        throw new AppError('conflict', `Variant ${variantLabel(variant)} already has the text of its partials.`)
      }
      return this.#addRevision(variant, variant.content)
    })
  }

  #freezeOne({ id, partials }: Variant): void {
    this.#freeze.run(JSON.stringify(partials ?? {}), id)
  }

  #saveChanged(variant: Variant, content: VariantContent): Variant {
    if (canonicalJson(variant.content) === canonicalJson(content)) return variant
    const label = variantLabel(variant)
    if (variant.supersededById !== null) {
      const newer = variantLabel(this.get(variant.supersededById))
      throw new AppError('conflict', `Variant ${label} was replaced by ${newer}. Make the change there.`)
    }
    if (variant.archivedAt !== null) {
      throw new AppError('conflict', `Variant ${label} is archived. Restore it before changing it.`)
    }
    if (variant.isFrozen) return this.#addRevision(variant, content)
    const now = this.#clock.nowIso()
    this.#setContent.run(JSON.stringify(content), now, variant.id)
    this.#touchPrompt.run(now, variant.promptId)
    return this.get(variant.id)
  }

  #addLetter(promptId: PromptId, parentId: VariantId | null, variant: NewVariant): Variant {
    const letter = variantLetter(this.#letterCount.get(promptId) ?? 0)
    return this.#add({ promptId, parentId, letter, revision: 1, ...variant })
  }

  #addRevision(old: Variant, content: VariantContent): Variant {
    const { promptId, letter, name } = old
    const revision = old.revision + 1
    const next = this.#add({ promptId, parentId: old.id, letter, revision, name, content, origin: 'written', note: '' })
    this.#supersede.run(next.id, old.id)
    return next
  }

  #add(variant: NewVariant & Pick<Variant, 'promptId' | 'parentId' | 'letter' | 'revision'>): Variant {
    const id = VariantId.parse(this.#clock.newId())
    const now = this.#clock.nowIso()
    this.#insert.run({ ...variant, id, now, content: JSON.stringify(variant.content) })
    this.#touchPrompt.run(now, variant.promptId)
    return this.get(id)
  }

  /** Immediate: another process may write between the reading and the writing of one change. */
  #write<T>(change: () => T): T {
    return this.#db.transaction(change).immediate()
  }

  #toVariant(row: VariantRow): Variant {
    const content = VariantContent.parse(JSON.parse(row.content))
    const partials = this.#partialsOf(row, content)
    return Variant.parse({
      id: row.id,
      promptId: row.prompt_id,
      letter: row.letter,
      revision: row.revision,
      name: row.name,
      content,
      parentId: row.parent_id,
      origin: row.origin,
      note: row.note,
      isFrozen: row.is_frozen === 1,
      supersededById: row.superseded_by_id,
      archivedAt: row.archived_at,
      createdAt: row.created_at,
      updatedAt: row.updated_at,
      ...(Object.keys(partials).length > 0 ? { partials } : {}),
    })
  }

  /** What the partials that it uses said when it was frozen, or say now. */
  #partialsOf({ partials, prompt_id }: VariantRow, { messages }: VariantContent): PartialTexts {
    if (partials !== null) return PartialTexts.parse(JSON.parse(partials))
    const templates = messages.map(({ template }) => template)
    if (!templates.some((template) => template.includes('render'))) return {}
    return usedPartials(templates, this.#partials.textsFor(PromptId.parse(prompt_id)))
  }
}
