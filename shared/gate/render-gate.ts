import { escapeXml } from '../charts/escape-xml.ts'
import { escapeMarkdown } from '../report/render-markdown.ts'
import type { GateCheck, GateReport } from './judge-gate.ts'

/** The summary for a pull request; the first line lets a later one be put in its place. */
export function gateMarkdown({ name, outcome, checks, notes }: GateReport): string {
  const rows = checks.map(({ status, prompt, modelId, rule, text }) =>
    [SIGNS[status], prompt, modelId, rule, text].map(field).join(' | '),
  )
  const table = ['Result | Prompt | Model | Limit | Measured', '--- | --- | --- | --- | ---', ...rows]
  return `${[
    '<!-- pithy-gate -->',
    `## Pithy: ${escapeMarkdown(name)} ${OUTCOMES[outcome]}`,
    ...(checks.length > 0 ? [table.map((row) => `| ${row} |`).join('\n')] : []),
    ...notes.map((note) => `> ${escapeMarkdown(note)}`),
  ].join('\n\n')}\n`
}

/** One suite for each prompt on a model, one test for each limit. */
export function gateJunit({ name, checks }: GateReport): string {
  const suites = new Map<string, GateCheck[]>()
  for (const check of checks) {
    const suite = `${check.prompt} on ${check.modelId}`
    suites.set(suite, [...(suites.get(suite) ?? []), check])
  }
  const counts = (of: readonly GateCheck[]) =>
    `tests="${of.length}" failures="${of.filter(({ status }) => status === 'failed').length}" errors="${of.filter(({ status }) => status === 'unknown').length}"`
  const body = [...suites].map(([suite, own]) => {
    const tests = own.map(({ rule, status, text }) => {
      const start = `<testcase classname="${escapeXml(suite)}" name="${rule}"`
      if (status === 'passed') return `${start}/>`
      const message = escapeXml(text)
      return status === 'failed'
        ? `${start}><failure type="limit" message="${message}">${message}</failure></testcase>`
        : `${start}><error type="unknown" message="${message}"/></testcase>`
    })
    return `<testsuite name="${escapeXml(suite)}" ${counts(own)}>\n${tests.join('\n')}\n</testsuite>\n`
  })
  return `<?xml version="1.0" encoding="UTF-8"?>\n<testsuites name="${escapeXml(name)}" ${counts(checks)}>\n${body.join('')}</testsuites>\n`
}

/** For a terminal. */
export function gateText({ name, outcome, checks, notes }: GateReport): string {
  const lines = checks.map(
    ({ status, prompt, modelId, rule, text }) => `  ${SIGNS[status]} ${prompt} on ${modelId}: ${rule}: ${text}`,
  )
  return [`${name}: ${OUTCOMES[outcome]}`, ...lines, ...notes].join('\n')
}

const SIGNS = { passed: '✓', failed: '✗', unknown: '?' } as const
const OUTCOMES = { passed: 'passes', failed: 'fails', incomplete: 'could not be checked completely' } as const

function field(text: string): string {
  return escapeMarkdown(text).replaceAll(/\s*\n\s*/g, ' ')
}
