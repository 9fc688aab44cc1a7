import { Button, Switch } from '@mantine/core'
import { useCallback, useMemo } from 'react'
import { formatUsd } from '../../../../shared/cost/format-usd.ts'
import type { RiskClass } from '../../../../shared/domain/compression.ts'
import type { Finding } from '../../../../shared/lint/finding.ts'
import { useRemembered } from '../../../client/use-remembered.ts'
import { savingText } from '../../../ui/saving-text.ts'
import { LoadingRows } from '../../../ui/states.tsx'
import compress from '../compress/compress.module.css'
import { useTakeEdits } from '../compress/use-take-edits.ts'
import { useSpellingSwitch } from '../spelling/use-spelling-switch.ts'
import type { Desk } from '../use-desk.ts'
import { FindingGroup } from './finding-group.tsx'
import { FindingRow } from './finding-row.tsx'
import { groupFindings } from './group-findings.ts'
import styles from './lint.module.css'
import { newVariantEdits } from './new-variant-edits.ts'
import { savedTokensOf, savedTokensText } from './saved-text.ts'
import type { Lint } from './use-lint.ts'

export interface LintPanelProps {
  readonly desk: Desk
  readonly lint: Lint
  readonly onChoose: (letter: string) => void
}

const CLASSES: readonly { readonly risk: RiskClass; readonly title: string; readonly hint: string }[] = [
  { risk: 'R0', title: 'Lossless', hint: 'The prompt says the same.' },
  { risk: 'R1', title: 'Near-lossless', hint: 'The words change a little, the rules do not.' },
  { risk: 'R2', title: 'Needs an eval', hint: 'Answers may change: run the variant before you ship it.' },
]
/** More rows than anyone reads; their fixes are made by "Fix all". */
const SHOWN = 40
const NONE_OPEN: readonly string[] = []

/** What the rules find in the text, by class, with what each fix saves. */
export function LintPanel({ desk, lint, onChoose }: LintPanelProps) {
  const { take, isTaking } = useTakeEdits(onChoose)
  const { findings, messages, actions, isStale } = lint
  const [open, setOpen] = useRemembered('lint-open-rules', NONE_OPEN)
  const toggle = useCallback(
    (ruleId: string) => setOpen(open.includes(ruleId) ? open.filter((id) => id !== ruleId) : [...open, ruleId]),
    [open, setOpen],
  )
  const lines = useMemo(() => messages.map(({ template }) => lineStarts(template)), [messages])
  if (lint.problem) return <p className={compress.message}>{lint.problem}</p>
  if (!findings) return <LoadingRows rows={5} label="Looking through the text" />
  const model = desk.models[0]
  return (
    <div data-testid="lint" data-stale={lint.isStale}>
      {findings.length === 0 ? (
        <p className={compress.message} data-testid="no-findings">
          Nothing to mend: no filler, no doubled rules, no idle white space, no open ends.
        </p>
      ) : (
        <div className={compress.bar}>
          <span className="tabular" data-testid="lint-summary">
            {findings.length} {findings.length === 1 ? 'finding' : 'findings'},{' '}
            <strong>{savingText(savedTokensOf(findings))}</strong> tokens
            <span className={styles.money}>{moneyText(findings, model?.label ?? null)}</span>
          </span>
          <Button
            variant="default"
            disabled={isStale || !findings.some(({ risk, fix }) => risk === 'R0' && fix !== null)}
            loading={isTaking}
            data-testid="take-edits"
            title="Makes a new variant with the lossless fixes, and leaves this one as it is"
            onClick={() => void take(desk.variant, newVariantEdits(messages, findings))}
          >
            New variant
          </Button>
        </div>
      )}
      {CLASSES.map(({ risk, title, hint }) => (
        <ClassSection
          key={risk}
          title={title}
          hint={hint}
          risk={risk}
          lint={lint}
          findings={findings}
          lines={lines}
          open={open}
          onToggle={toggle}
        />
      ))}
      {lint.dismissedCount > 0 ? (
        <p className={compress.hint}>
          {lint.dismissedCount} dismissed in this variant.{' '}
          <Button variant="subtle" size="compact-xs" onClick={actions.restoreDismissed} data-testid="restore-dismissed">
            Show again
          </Button>
        </p>
      ) : null}
      <p className={compress.hint}>
        Variables, code, numbers with units, quotes and what you locked are never touched. Ctrl+. in the text offers the
        same fixes.
      </p>
      <SpellingToggle />
    </div>
  )
}

function SpellingToggle() {
  const { isOn, toggle } = useSpellingSwitch()
  return (
    <div className={styles.spelling}>
      <Switch
        checked={isOn}
        onChange={toggle}
        label="Check the spelling (English)"
        description="Marked in the text; Ctrl+. offers better spellings and keeps a word for the project."
        data-testid="check-spelling"
      />
    </div>
  )
}

interface ClassSectionProps {
  readonly risk: RiskClass
  readonly title: string
  readonly hint: string
  readonly lint: Lint
  readonly findings: readonly Finding[]
  /** Where the lines of each message start. */
  readonly lines: readonly (readonly number[])[]
  /** Rules whose findings are shown one by one. */
  readonly open: readonly string[]
  readonly onToggle: (ruleId: string) => void
}

function ClassSection({ risk, title, hint, lint, findings, lines, open, onToggle }: ClassSectionProps) {
  const own = useMemo(() => findings.filter((finding) => finding.risk === risk), [findings, risk])
  const items = useMemo(() => groupFindings(own), [own])
  const placeOf = useCallback((finding: Finding) => placeText(lines, finding), [lines])
  if (own.length === 0) return null
  const fixable = own.filter(({ fix }) => fix !== null)
  return (
    <section aria-label={title} data-testid={`lint-${risk}`}>
      <header className={styles.classHead}>
        <h2 className={styles.classTitle}>
          {title} <span className={styles.count}>{own.length}</span>
        </h2>
        <span className={compress.saving}>{savedTokensText(savedTokensOf(own)) || 'saves nothing'}</span>
        {fixable.length > 0 ? (
          <Button
            size="compact-xs"
            variant="default"
            data-testid={`fix-all-${risk}`}
            onClick={() => lint.actions.fixClass(risk)}
          >
            Fix {fixable.length === 1 ? 'it' : `all ${fixable.length}`}
          </Button>
        ) : null}
      </header>
      <p className={styles.classHint}>{hint}</p>
      <ul className={compress.list}>
        {items
          .slice(0, SHOWN)
          .map((item) =>
            item.kind === 'group' ? (
              <FindingGroup
                key={item.ruleId}
                ruleId={item.ruleId}
                findings={item.findings}
                actions={lint.actions}
                isOpen={open.includes(item.ruleId)}
                onToggle={onToggle}
                placeOf={placeOf}
              />
            ) : (
              <FindingRow
                key={item.finding.id}
                finding={item.finding}
                actions={lint.actions}
                place={placeOf(item.finding)}
              />
            ),
          )}
      </ul>
      {items.length > SHOWN ? <p className={compress.hint}>… and {items.length - SHOWN} more.</p> : null}
    </section>
  )
}

/** "Line 12", with the message where there are several; short, since the money stands in the same line. */
function placeText(lines: readonly (readonly number[])[], { messageIndex, start }: Finding): string {
  const line = (lines[messageIndex] ?? []).findLastIndex((lineStart) => lineStart <= start) + 1
  return lines.length > 1 ? `Msg ${messageIndex + 1}, line ${line}` : `Line ${line}`
}

function lineStarts(text: string): number[] {
  const starts = [0]
  for (let at = text.indexOf('\n'); at !== -1; at = text.indexOf('\n', at + 1)) starts.push(at + 1)
  return starts
}

/** "−$3.40 / month on GPT-6 Luna, at the input price"; nothing for a model without a price. */
function moneyText(findings: readonly Finding[], modelLabel: string | null): string {
  if (modelLabel === null) return ''
  const known = findings.flatMap(({ savedNanoUsdPerMonth }) => savedNanoUsdPerMonth ?? [])
  if (known.length === 0) return `unpriced on ${modelLabel}`
  return `≈ −${formatUsd(known.reduce((sum, one) => sum + one, 0))} / month on ${modelLabel}`
}
