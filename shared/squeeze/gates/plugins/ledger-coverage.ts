import { missingFrom, statementsOf } from '../../ledger/ledger-coverage.ts'
import type { Gate } from '../gate.ts'

export const plugin: Gate = {
  id: 'ledger-coverage',
  label: 'Every rule is still said',
  check({ prompt: { facts }, required, rulesAfter, judged }) {
    let statements: ReturnType<typeof statementsOf> | null = null
    for (const item of required) {
      // Most of a prompt is not touched by a candidate.
      if (rulesAfter.includes(item.quote) && !judged.has(item.id)) continue
      statements ??= statementsOf(rulesAfter, facts.statement)
      const why = missingFrom(facts.statement(item.quote), statements, judged.get(item.id) ?? null)
      if (why !== null) return `The rule “${short(item.quote)}” is lost or changed: ${why}.`
    }
    return null
  },
}

function short(text: string): string {
  const line = text.replaceAll(/\s+/g, ' ')
  return line.length > 80 ? `${line.slice(0, 77)}…` : line
}
