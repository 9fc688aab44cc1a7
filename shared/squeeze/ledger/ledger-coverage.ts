import { splitSentences } from '../../compress/split-sentences.ts'
import { contentWords, overlapRatio } from './content-words.ts'
import { literalsOf } from './literals.ts'
import { countMarkers, MARKER_KINDS, type MarkerCounts, type MarkerKind } from './polarity-markers.ts'

/** What a sentence says, as far as rules can tell. */
export interface Statement {
  readonly text: string
  readonly words: ReadonlySet<string>
  readonly literals: ReadonlySet<string>
  readonly markers: MarkerCounts
}

/** How a judge that reads both texts (a model) found an item in the new text. */
export type Entailment = 'entailed' | 'weakened' | 'contradicted' | 'missing'

/** Without a judge every content word must still stand in one sentence; with one, so many are enough. */
const WORDS_WITH_JUDGE = 0.5

export function statementOf(text: string): Statement {
  return { text, words: contentWords(text), literals: new Set(literalsOf(text)), markers: countMarkers(text) }
}

/**
 * The statements of a text: its sentences, line by line, and every line as a whole.
 *
 * @param read `statementOf`, or one that remembers (TextFacts)
 */
export function statementsOf(text: string, read: (text: string) => Statement): Statement[] {
  const statements: Statement[] = []
  for (const line of text.split('\n')) {
    if (line.trim() === '') continue
    const spans = splitSentences(line, { start: 0, end: line.length })
    for (const { start, end } of spans) statements.push(read(line.slice(start, end)))
    if (spans.length > 1) statements.push(read(line))
  }
  return statements
}

/**
 * Why none of the statements says what is wanted, or null when one does: all its literals, the same markers of polarity, and
 * its words.
 */
export function missingFrom(
  wanted: Statement,
  statements: readonly Statement[],
  judged: Entailment | null = null,
): string | null {
  if (judged !== null && judged !== 'entailed') return `it is ${judged}`
  const needed = judged === 'entailed' ? WORDS_WITH_JUDGE : 1
  let nearest: { readonly ratio: number; readonly why: string } = { ratio: -1, why: 'nothing like it is left' }
  for (const statement of statements) {
    const ratio = overlapRatio(wanted.words, statement.words)
    const why = lack(wanted, statement, ratio, needed)
    if (why === null) return null
    if (ratio > nearest.ratio) nearest = { ratio, why }
  }
  return nearest.ratio > 0 ? nearest.why : 'nothing like it is left'
}

function lack(wanted: Statement, found: Statement, ratio: number, needed: number): string | null {
  for (const literal of wanted.literals) if (!found.literals.has(literal)) return `“${short(literal)}” is gone`
  for (const kind of MARKER_KINDS) {
    // A longer sentence that restates the rule may hold more of a kind, but a rule without negation may not gain one.
    if (found.markers[kind] < wanted.markers[kind]) return `a word of ${NAMES[kind]} is gone`
    if (kind === 'negation' && wanted.markers.negation === 0 && found.markers.negation > 0 && isShort(wanted, found))
      return 'a negation was added'
  }
  if (ratio >= needed) return null
  const gone = [...wanted.words].filter((word) => !found.words.has(word))
  return `its words “${gone.slice(0, 4).join('”, “')}” are gone`
}

/** In a sentence of about the same length a negation turns the rule round; in a longer one it may belong to another rule. */
function isShort(wanted: Statement, found: Statement): boolean {
  return found.words.size <= wanted.words.size + 3
}

const NAMES: Readonly<Record<MarkerKind, string>> = {
  negation: 'negation',
  exception: 'exception',
  condition: 'condition',
  order: 'order',
  obligation: 'obligation',
  limit: 'limit',
  quantity: 'quantity',
}

function short(text: string): string {
  return text.length > 40 ? `${text.slice(0, 37)}…` : text
}
