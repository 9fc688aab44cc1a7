import { Select, Textarea } from '@mantine/core'
import { useDebouncedValue } from '@mantine/hooks'
import { useState } from 'react'
import type { EvalCase, EvalSet } from '../../../../shared/domain/eval-set.ts'
import { Assertion } from '../../../../shared/domain/score.ts'
import { judgedAssertions } from '../../../../shared/score/judge/judged-assertions.ts'
import { useRoute } from '../../../client/use-route.ts'
import { Section } from '../../../ui/section.tsx'
import { assertionTitle } from './assertion-text.ts'
import styles from './assertions.module.css'
import { PaidVerdict } from './paid-verdict.tsx'
import { OpenVerdict, TriedVerdict } from './tried-verdict.tsx'

const SETTLE_MS = 300
const CHOICES = 30

/** A pasted answer and a case: what each assertion says of it, at once. */
export function TryIt({ evalSet, assertions }: { evalSet: EvalSet; assertions: readonly Assertion[] }) {
  const [output, setOutput] = useState('')
  const [search, setSearch] = useState('')
  const [chosen, setChosen] = useState<EvalCase | null>(null)
  const [settledSearch] = useDebouncedValue(search, SETTLE_MS)
  const [settled] = useDebouncedValue(output, SETTLE_MS)
  const page = { evalSetId: evalSet.id, offset: 0, limit: CHOICES }
  const first = useRoute('cases.page', { ...page, search: '' }).data?.cases ?? []
  // Read again with the list, so that an edited case does not stay as it was.
  const evalCase = first.find(({ id }) => id === chosen?.id) ?? chosen ?? first[0] ?? null
  // The label of the chosen one stands in the field; searching for it would find nothing.
  const isSearching = settledSearch !== '' && (evalCase === null || settledSearch !== labelOf(evalCase))
  const found = useRoute('cases.page', isSearching ? { ...page, search: settledSearch } : null, { keepPrevious: true })
  const cases = isSearching ? (found.data?.cases ?? []) : first
  const options = evalCase && !cases.some(({ id }) => id === evalCase.id) ? [evalCase, ...cases] : cases

  return (
    <Section title="Try it">
      <div className={styles.tryIt}>
        <Select
          aria-label="Case to try with"
          placeholder={evalSet.caseCount === 0 ? 'The set has no case yet' : 'Choose a case'}
          searchable
          disabled={evalSet.caseCount === 0}
          nothingFoundMessage="No case matches"
          data={options.map((one) => ({ value: one.id, label: labelOf(one) }))}
          filter={({ options: all }) => all}
          value={evalCase?.id ?? null}
          data-testid="try-case"
          onSearchChange={setSearch}
          onChange={(id) => setChosen(options.find((one) => one.id === id) ?? null)}
        />
        <Textarea
          aria-label="Output to try"
          placeholder="Paste a model's answer here."
          autosize
          minRows={3}
          maxRows={10}
          classNames={{ input: styles.mono ?? '' }}
          value={output}
          data-testid="try-output"
          onChange={(event) => setOutput(event.currentTarget.value)}
        />
        {evalCase && evalCase.expected !== null && output === '' ? (
          <button
            type="button"
            className={styles.link}
            data-testid="try-expected"
            onClick={() => setOutput(evalCase.expected ?? '')}
          >
            Use the expected answer
          </button>
        ) : null}
        {output === '' ? null : (
          <ul className={styles.verdicts} aria-live="polite">
            {assertions.map((assertion, index) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: assertions have no identity, and two may be equal
              <Verdict key={index} assertion={assertion} output={settled} evalCase={evalCase} />
            ))}
            {assertions.length === 0 ? (
              <li className={styles.small}>Add an assertion to see its verdict here.</li>
            ) : null}
          </ul>
        )}
      </div>
    </Section>
  )
}

interface VerdictProps {
  readonly assertion: Assertion
  readonly output: string
  readonly evalCase: EvalCase | null
}

function Verdict({ assertion, output, evalCase }: VerdictProps) {
  const isWhole = Assertion.safeParse(assertion).success
  const content = evalCase && {
    variables: evalCase.variables,
    expected: evalCase.expected,
    tags: evalCase.tags,
    weight: evalCase.weight,
  }
  const tried = { assertion, output, evalCase: content }
  const isPaid = isWhole && judgedAssertions([assertion]).length > 0
  const { data, error } = useRoute('scorers.try', isWhole && !isPaid ? tried : null, { keepPrevious: true })
  const title = assertionTitle(assertion)
  // Another output or case is another question, which must be paid anew.
  if (isPaid) return <PaidVerdict key={JSON.stringify(tried)} title={title} tried={tried} />
  if (!isWhole || error || !data)
    return <OpenVerdict title={title} text={!isWhole ? 'Not whole yet.' : (error?.message ?? '…')} />
  return <TriedVerdict title={title} result={data} />
}

function labelOf({ position, variables, expected }: EvalCase): string {
  const first = Object.values(variables)[0]
  const text = typeof first === 'string' ? first : JSON.stringify(first ?? '')
  const start = `${position} · ${text.replaceAll(/\s+/g, ' ').slice(0, 48)}`
  return expected === null ? start : `${start} → ${expected.slice(0, 20)}`
}
