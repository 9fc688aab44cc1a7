import type { OwnRule } from '../../domain/own-rules.ts'
import { csvRecords } from '../../import/csv-records.ts'

/** A table of rules: kind, text, answer; of two columns the first is a question, or a pattern between slashes. */
export function readOwnRules(text: string): {
  readonly rules: readonly OwnRule[]
  /** Full sentences, by row. */
  readonly problems: readonly string[]
} {
  const rules: OwnRule[] = []
  const problems: string[] = []
  const delimiter = text.includes('\t') ? '\t' : ','
  const records = [...csvRecords(text, delimiter)].flat()
  for (const [at, { cells, quoteErrors }] of records.entries()) {
    const trimmed = cells.map((cell) => cell.trim())
    if (at === 0 && trimmed.at(-1)?.toLowerCase() === 'answer') continue
    const rule = quoteErrors.length > 0 ? null : ruleOf(trimmed)
    if (rule) rules.push(rule)
    else problems.push(`Row ${at + 1} is no rule: it takes a kind (pattern or question), a text and an answer.`)
  }
  return { rules, problems }
}

function ruleOf(cells: readonly string[]): OwnRule | null {
  const [first = '', second = '', third] = cells
  if (third !== undefined) {
    const kind = first.toLowerCase()
    const isKnown = kind === 'pattern' || kind === 'question'
    return isKnown && second !== '' && third !== '' && cells.length === 3 ? { kind, text: second, answer: third } : null
  }
  if (first === '' || second === '') return null
  const pattern = /^\/(.+)\/i?$/s.exec(first)?.[1]
  return pattern === undefined
    ? { kind: 'question', text: first, answer: second }
    : { kind: 'pattern', text: pattern, answer: second }
}
