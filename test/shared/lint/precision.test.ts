import { expect, it } from 'vitest'
import type { Message } from '../../../shared/domain/prompt.ts'
import type { Finding } from '../../../shared/lint/finding.ts'
import { lintPrompt } from '../../../shared/lint/lint-prompt.ts'
import { lintRules } from '../../../shared/lint/registry.ts'
import { loadEncoder } from '../../../shared/tokens/encodings.ts'
import { lintCorpus, type MarkedPrompt } from '../../support/lint-corpus.ts'

const MIN_PRECISION = 0.95
/** Of every rule of the classes R0 and R1. */
const MIN_FOUND = 10

it('finds in 240 prompts what was marked in them by hand, and next to nothing else', async () => {
  const encoder = await loadEncoder('o200k_base')
  const saving = { countTokens: (text: string) => encoder.count(text), price: null, callsPerDay: 0 }
  const corpus = lintCorpus()
  expect(corpus).toHaveLength(240)
  const tally = new Map(lintRules.all.map(({ id, risk }) => [id, { risk, found: 0, right: 0, marked: 0, met: 0 }]))
  const wrong: string[] = []
  const missed: string[] = []
  for (const prompt of corpus) {
    expect(prompt.messages.length, prompt.name).toBeGreaterThan(0)
    const findings = lintPrompt({ messages: prompt.messages, ...prompt.setting, saving })
    for (const finding of findings) {
      const row = tally.get(finding.ruleId)
      if (!row) continue
      row.found += 1
      if (isMarked(finding, prompt)) row.right += 1
      else wrong.push(`${prompt.name}: ${finding.ruleId}: ${JSON.stringify(excerpt(prompt.messages, finding))}`)
    }
    for (const mark of prompt.expected) {
      const row = tally.get(mark.ruleId)
      expect(row, `${prompt.name}: ${mark.ruleId} is no rule`).toBeDefined()
      if (!row) continue
      row.marked += 1
      const places = placesOf(prompt.messages, mark.excerpt)
      expect(places.length, `${prompt.name}: “${mark.excerpt}” is not in it`).toBeGreaterThan(0)
      if (findings.some((finding) => finding.ruleId === mark.ruleId && overlapsOne(finding, places))) row.met += 1
      else missed.push(`${prompt.name}: ${mark.ruleId}: ${mark.excerpt}`)
    }
  }
  const rows = [...tally].map(([id, { risk, found, right, marked, met }]) => ({
    rule: id,
    risk,
    found,
    right,
    precision: found === 0 ? null : right / found,
    marked,
    met,
  }))
  console.table(rows)
  console.log(`Not marked:\n${wrong.join('\n')}\nNot found:\n${missed.join('\n')}`)
  const sure = rows.filter(({ risk }) => risk !== 'R2')
  const sum = (of: (row: (typeof rows)[number]) => number) => sure.reduce((total, row) => total + of(row), 0)
  console.log(`R0 and R1 together: ${sum((row) => row.right)} of ${sum((row) => row.found)}`)
  expect(sum((row) => row.right) / sum((row) => row.found)).toBeGreaterThanOrEqual(MIN_PRECISION)
  // A rule that fires seldom proves nothing.
  expect(sure.filter(({ found }) => found < MIN_FOUND)).toEqual([])
  expect(rows.filter(({ precision }) => precision !== null && precision < MIN_PRECISION)).toEqual([])
})

function isMarked(finding: Finding, { messages, expected }: MarkedPrompt): boolean {
  return expected.some(
    (mark) => mark.ruleId === finding.ruleId && overlapsOne(finding, placesOf(messages, mark.excerpt)),
  )
}

type Place = Pick<Finding, 'messageIndex' | 'start' | 'end'>

function overlapsOne(finding: Place, places: readonly Place[]): boolean {
  return places.some(
    ({ messageIndex, start, end }) =>
      messageIndex === finding.messageIndex && start < finding.end && finding.start < end,
  )
}

function placesOf(messages: readonly Message[], text: string): Place[] {
  return messages.flatMap(({ template }, messageIndex) => {
    const places: Place[] = []
    for (let at = template.indexOf(text); at >= 0; at = template.indexOf(text, at + 1)) {
      places.push({ messageIndex, start: at, end: at + text.length })
    }
    return places
  })
}

function excerpt(messages: readonly Message[], { messageIndex, start, end, message }: Finding): string {
  return `${messages[messageIndex]?.template.slice(start, end).slice(0, 80)} (${message})`
}
