import { describe, expect, it } from 'vitest'
import { protectedSpans } from '../../shared/compress/protect-spans.ts'
import type { Message } from '../../shared/domain/prompt.ts'
import { applyFixes } from '../../shared/lint/apply-fixes.ts'
import type { Finding } from '../../shared/lint/finding.ts'
import { LintMessage } from '../../shared/lint/lint-message.ts'
import type { LintRule } from '../../shared/lint/lint-rule.ts'
import { plainSetting } from '../../shared/lint/lint-setting.ts'
import { minifyJson } from '../../shared/lint/minify-json.ts'
import { lintRules } from '../../shared/lint/registry.ts'
import { RuleRunner } from '../../shared/lint/run-rules.ts'
import { settleFindings } from '../../shared/lint/settle-findings.ts'
import { lintCorpus } from '../support/lint-corpus.ts'
import { lintTexts } from '../support/lint-texts.ts'
import { processorMs } from '../support/processor-ms.ts'
import { promptTexts } from '../support/prompt-texts.ts'

const saving = { countTokens: (text: string) => text.length, price: null, callsPerDay: 1 }
const corpus = [...lintCorpus().map(({ messages }) => messages), ...promptTexts.map(alone)]

function alone(template: string): readonly Message[] {
  return [{ role: 'user', template }]
}

function findingsOf(rule: LintRule, messages: readonly Message[]): Finding[] {
  const setting = { ...plainSetting, ...lintTexts[rule.id]?.setting }
  return settleFindings(messages, new RuleRunner([rule]).run(messages, setting), saving)
}

/** Long texts, each looked at by all rules through one LintMessage, as the runner does. */
const longTexts: readonly (readonly [string, string])[] = [
  ['a prompt of 1 MB', promptTexts.join('\n\n').repeat(220).slice(0, 1_000_000)],
  ['a sentence again and again', 'Please always choose exactly one of the labels. '.repeat(6_000)],
  ['sentences that are nearly the same', numbered('Write the name of the party number', 6_000)],
  ['spaces', `a${' '.repeat(300_000)}b`],
  ['line breaks', '\n'.repeat(300_000)],
  ['headings', '## A\n'.repeat(60_000)],
  ['open tags', '<context>\n'.repeat(30_000)],
  ['open braces', '{'.repeat(300_000)],
  ['stars', '*'.repeat(300_000)],
  ['capitals', 'DO NOT '.repeat(40_000)],
  ['brackets and quotes', '[{"name": "a", "parameters": '.repeat(10_000)],
  ['pictures', `# ${'🚀 '.repeat(100_000)}`],
  ['examples', 'Review: late and broken\nAnswer: no\n\n'.repeat(8_000)],
  ['one word', 'a'.repeat(300_000)],
  ['commas', ', of course'.repeat(30_000)],
]

function numbered(text: string, count: number): string {
  return Array.from({ length: count }, (_, index) => `${text} ${index}.`).join(' ')
}

it('has at least 20 rules, each with texts that it must find and must leave alone', () => {
  expect(lintRules.all.length).toBeGreaterThanOrEqual(20)
  expect(Object.keys(lintTexts).sort()).toEqual(lintRules.all.map(({ id }) => id).sort())
})

describe.each(lintRules.all)('the rule $id', (rule) => {
  const texts = lintTexts[rule.id] ?? { finds: [], leaves: [] }

  it('describes itself', () => {
    expect(rule.label.length).toBeGreaterThan(4)
    expect(rule.label.length).toBeLessThan(32)
    expect(rule.description).toMatch(/^[A-Z“{`].*\.$/s)
  })

  it.each(texts.finds)('finds something in %j', (before, after) => {
    const findings = findingsOf(rule, alone(before))
    expect(findings.length).toBeGreaterThan(0)
    for (const { message } of findings) expect(message).toMatch(/[.”]$/)
    if (after !== null) expect(applyFixes(alone(before), findings)[0]?.template).toBe(after)
  })

  it.each([...texts.leaves, ''])('leaves %j alone', (text) => {
    expect(findingsOf(rule, alone(text))).toEqual([])
  })

  it('gives findings within the text, whose fixes do not overlap', () => {
    for (const messages of corpus) {
      const ends = messages.map(() => 0)
      for (const { messageIndex, start, end, fix } of findingsOf(rule, messages)) {
        const length = messages[messageIndex]?.template.length ?? -1
        expect(start).toBeGreaterThanOrEqual(0)
        expect(end).toBeGreaterThanOrEqual(start)
        expect(end).toBeLessThanOrEqual(length)
        for (const edit of (fix ?? []).toSorted((a, b) => a.start - b.start)) {
          expect(edit.start).toBeGreaterThanOrEqual(ends[messageIndex] ?? 0)
          ends[messageIndex] = edit.end
        }
      }
    }
  })

  it('touches no protected text, and none that the user locked', () => {
    for (const messages of corpus) {
      const [first, ...others] = messages
      if (!first) continue
      const literal = first.template.slice(10, 40)
      const locked: Message[] =
        literal.trim() === '' ? [first, ...others] : [{ ...first, locked: [literal] }, ...others]
      for (const before of [messages, locked]) {
        const after = applyFixes(before, findingsOf(rule, before))
        const kept = spanTexts(after)
        for (const text of spanTexts(before)) expect(kept, `${rule.id} lost ${text}`).toContain(text)
      }
    }
  })

  it('has nothing more to mend once its fixes are made, after a few rounds at most', () => {
    for (const messages of [...corpus, ...texts.finds.map(([before]) => alone(before))]) {
      let now = messages
      for (let round = 0; round < 3; round += 1) now = applyFixes(now, findingsOf(rule, now))
      expect(findingsOf(rule, now).filter(({ fix }) => fix !== null)).toEqual([])
    }
  })
})

describe.each(longTexts)('of %s', (_what, template) => {
  it('every rule takes time in proportion to its length', () => {
    const message = new LintMessage({ role: 'user', template }, { index: 0, isExample: false })
    for (const rule of lintRules.all) {
      const started = processorMs()
      if (rule.scope === 'message') rule.check(message)
      else rule.check({ ...plainSetting, ...lintTexts[rule.id]?.setting, messages: [message] })
      // Linear work takes well under a second each; a quadratic pattern takes minutes.
      expect(processorMs() - started, rule.id).toBeLessThan(8000)
    }
  })
})

/** Protected texts as sets; of JSON what it means. */
function spanTexts(messages: readonly Message[]): Set<string> {
  return new Set(
    messages.flatMap(({ template, locked }) =>
      protectedSpans(template, locked).map(({ kind, start, end }) => {
        const text = template.slice(start, end)
        return kind === 'json' ? (minifyJson(text) ?? text) : text
      }),
    ),
  )
}
