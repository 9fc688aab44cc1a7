import { NativeSelect, TextInput } from '@mantine/core'
import type { OwnRule, OwnRulesReport } from '../../../../shared/domain/own-rules.ts'
import { percentText } from '../../../ui/figures.ts'
import { IconButton } from '../../../ui/icon-button.tsx'
import styles from './own-rules.module.css'

interface OwnRulesTableProps {
  readonly rules: readonly OwnRule[]
  /** Null = these rules have not been tried. */
  readonly report: OwnRulesReport | null
  readonly onChange: (rules: readonly OwnRule[]) => void
}

const KINDS = [
  { value: 'pattern', label: 'Pattern' },
  { value: 'question', label: 'Question' },
]

export function OwnRulesTable({ rules, report, onChange }: OwnRulesTableProps) {
  const set = (at: number, part: Partial<OwnRule>) =>
    onChange(rules.map((rule, index) => (index === at ? { ...rule, ...part } : rule)))
  const move = (from: number, to: number) => {
    const next = rules.toSpliced(from, 1)
    const rule = rules[from]
    if (rule) onChange(next.toSpliced(to, 0, rule))
  }
  return (
    <table className={styles.table}>
      <thead>
        <tr>
          <th>Rule</th>
          <th>Kind</th>
          <th>Looks for</th>
          <th>Answer</th>
          <th>On the cases</th>
          <th aria-label="Order" />
        </tr>
      </thead>
      <tbody>
        {rules.map((rule, at) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: a rule has no identity but its place.
          <tr key={at} data-testid="own-rule">
            <td className="tabular">{at + 1}</td>
            <td className={styles.kind}>
              <NativeSelect
                aria-label={`Kind of rule ${at + 1}`}
                data={KINDS}
                value={rule.kind}
                onChange={(event) =>
                  set(at, { kind: event.currentTarget.value === 'question' ? 'question' : 'pattern' })
                }
              />
            </td>
            <td className={styles.text}>
              <TextInput
                aria-label={`${rule.kind === 'pattern' ? 'Pattern' : 'Question'} of rule ${at + 1}`}
                classNames={rule.kind === 'pattern' ? { input: 'mono' } : {}}
                value={rule.text}
                maxLength={2000}
                onChange={(event) => set(at, { text: event.currentTarget.value })}
              />
            </td>
            <td className={styles.text}>
              <TextInput
                aria-label={`Answer of rule ${at + 1}`}
                value={rule.answer}
                maxLength={20_000}
                onChange={(event) => set(at, { answer: event.currentTarget.value })}
              />
            </td>
            <td className={styles.said}>
              <RowResult row={report?.rows[at]} />
            </td>
            <td className={styles.buttons}>
              <IconButton
                icon="arrow-up"
                label={`Move rule ${at + 1} up`}
                isDisabled={at === 0}
                onClick={() => move(at, at - 1)}
              />
              <IconButton
                icon="arrow-down"
                label={`Move rule ${at + 1} down`}
                isDisabled={at === rules.length - 1}
                onClick={() => move(at, at + 1)}
              />
              <IconButton
                icon="cancel"
                label={`Remove rule ${at + 1}`}
                onClick={() => onChange(rules.toSpliced(at, 1))}
              />
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}

function RowResult({ row }: { readonly row: OwnRulesReport['rows'][number] | undefined }) {
  if (row === undefined) return <span className="muted">not tried</span>
  if (row.problem !== null) return <span className={styles.bad}>{row.problem}</span>
  if (row.hits === 0) return <span className="muted">no hits</span>
  const { right, wrong, unjudged, todayScore, isHarmful } = row
  const parts = [
    right + wrong > 0 ? `${right} right, ${wrong} wrong` : '',
    unjudged > 0 ? `${unjudged} not judged` : '',
  ].filter((part) => part !== '')
  return (
    <span className={isHarmful ? styles.bad : undefined}>
      {parts.join(', ')}
      {isHarmful && todayScore !== null ? `: hurts, the model scores ${percentText(todayScore)}` : ''}
    </span>
  )
}
