import { lockedSpans } from '../compress/protect-spans.ts'
import type { TextSpan } from '../compress/text-span.ts'
import type { PartialTexts } from '../domain/partial.ts'
import type { Message } from '../domain/prompt.ts'
import type { LedgerItem, SqueezeSegment } from '../domain/squeeze.ts'
import { NO_PARTIALS } from '../template/expand-template.ts'
import { extractLedger } from './ledger/extract-ledger.ts'
import { missingFrom, type Statement, statementsOf } from './ledger/ledger-coverage.ts'
import { createTextFacts, type TextFacts } from './ledger/text-facts.ts'
import { type MessageTree, segmentTree } from './segment-tree.ts'

export interface ReadOptions {
  readonly countTokens: (text: string) => number
  /** The user's own ledger; null = rules read it. */
  readonly ledger: readonly LedgerItem[] | null
  readonly frozenSegmentIds: readonly string[]
  /** Counted where they are sent, and never edited: they belong to other prompts too. Absent = none. */
  readonly partials?: PartialTexts
}

/** A prompt as a squeeze works on it: read once, never changed. */
export interface SqueezePrompt {
  readonly messages: readonly Message[]
  readonly trees: readonly MessageTree[]
  readonly segments: readonly SqueezeSegment[]
  readonly ledger: readonly LedgerItem[]
  /** Examples of every message: what they show is no rule of the prompt. */
  readonly exampleSpans: readonly (readonly TextSpan[])[]
  /** What must still be said afterwards: the ledger's required items, without those that another one restates. */
  readonly required: readonly LedgerItem[]
  readonly countTokens: (text: string) => number
  readonly partials: PartialTexts
  /** Remembers what was read in the prompt's texts and in its candidates'. */
  readonly facts: TextFacts
}

export function readSqueezePrompt(messages: readonly Message[], options: ReadOptions): SqueezePrompt {
  const { countTokens, partials = NO_PARTIALS } = options
  const trees = segmentTree(messages, { countTokens })
  const ledger = options.ledger ?? extractLedger(messages, trees)
  const exampleSpans = trees.map(({ pieces, role }, index) =>
    role === 'assistant'
      ? [{ start: 0, end: messages[index]?.template.length ?? 0 }]
      : pieces.filter(({ leaf }) => leaf === 'example'),
  )
  const facts = createTextFacts()
  const required = withoutRestated(
    ledger.filter(({ isRequired }) => isRequired),
    facts,
  )
  const segments = toSegments(messages, trees, {
    ledger,
    required,
    frozen: new Set(options.frozenSegmentIds),
    countTokens,
    facts,
  })
  return { messages, trees, segments, ledger, exampleSpans, required, countTokens, partials, facts }
}

/** The same prompt with another ledger, for instance with what a model added. */
export function withLedger(prompt: SqueezePrompt, ledger: readonly LedgerItem[], frozenSegmentIds: readonly string[]) {
  const { countTokens, partials } = prompt
  return readSqueezePrompt(prompt.messages, { countTokens, ledger, frozenSegmentIds, partials })
}

/** Of items that say the same, the one that says most; of equal ones the first. */
function withoutRestated(items: readonly LedgerItem[], { statement }: TextFacts): LedgerItem[] {
  const statements = items.map(({ quote }) => statementsOf(quote, statement))
  const gone = new Set<number>()
  for (const [index, item] of items.entries()) {
    const others = items.flatMap((_, other) => {
      if (other === index || gone.has(other)) return []
      return statements[other] ?? []
    })
    if (missingFrom(statement(item.quote), others) === null) gone.add(index)
  }
  return items.filter((_, index) => !gone.has(index))
}

interface SegmentSources {
  readonly ledger: readonly LedgerItem[]
  readonly required: readonly LedgerItem[]
  readonly frozen: ReadonlySet<string>
  readonly countTokens: (text: string) => number
  readonly facts: TextFacts
}

function toSegments(messages: readonly Message[], trees: readonly MessageTree[], sources: SegmentSources) {
  const segments: SqueezeSegment[] = []
  const statementsById = new Map(
    sources.ledger.map((item) => [item.id, statementsOf(item.quote, sources.facts.statement)]),
  )
  for (const { messageIndex, role, pieces } of trees) {
    const { template = '', locked = [] } = messages[messageIndex] ?? {}
    const locks = lockedSpans(template, locked)
    for (const { leaf, start, end, path } of pieces) {
      if (leaf === null) continue
      const id = `s${segments.length + 1}`
      const text = template.slice(start, end)
      const own = sources.ledger.filter((item) => item.messageIndex === messageIndex && overlaps(item, { start, end }))
      segments.push({
        id,
        messageIndex,
        role,
        start,
        end,
        kind: leaf,
        path: [...path],
        text,
        tokens: sources.countTokens(text),
        keptBecause:
          sources.frozen.has(id) || locks.some((lock) => overlaps(lock, { start, end }))
            ? 'You locked it, or a text in it.'
            : whyKept(leaf, role, own, sources, statementsById),
        ledgerIds: own.map((item) => item.id),
      })
    }
  }
  return segments
}

function whyKept(
  leaf: SqueezeSegment['kind'],
  role: SqueezeSegment['role'],
  own: readonly LedgerItem[],
  { ledger, facts }: SegmentSources,
  statementsById: ReadonlyMap<string, readonly Statement[]>,
): string | null {
  if (role === 'assistant') return 'It is a turn of a conversation.'
  if (leaf === 'slot') return 'It holds a variable.'
  if (leaf === 'code' || leaf === 'json' || leaf === 'table') return 'Code, data and tables stay whole.'
  const ownIds = new Set(own.map(({ id }) => id))
  const others = ledger.filter(({ id }) => !ownIds.has(id)).flatMap(({ id }) => statementsById.get(id) ?? [])
  for (const item of own) {
    if (item.isRequired && missingFrom(facts.statement(item.quote), others) !== null)
      return `It states a rule that stands nowhere else: “${short(item.quote)}”`
  }
  return null
}

export function overlaps(a: TextSpan, b: TextSpan): boolean {
  return a.start < b.end && b.start < a.end
}

function short(text: string): string {
  const line = text.replaceAll(/\s+/g, ' ')
  return line.length > 60 ? `${line.slice(0, 57)}…` : line
}
