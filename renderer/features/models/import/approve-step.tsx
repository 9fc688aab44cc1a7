import { Button, SegmentedControl, TextInput } from '@mantine/core'
import { useState } from 'react'
import type { PriceDiffEntry, PriceImportPreview } from '../../../../shared/domain/price-import.ts'
import { Icon } from '../../../ui/icon.tsx'
import { findEntries, withTicked } from './diff-selection.ts'
import { DiffTable } from './diff-table.tsx'
import styles from './price-import.module.css'
import type { PriceImport, PriceImportState } from './use-price-import.ts'

type Shown = PriceDiffEntry['status'] | 'skipped'

const NOTES: Readonly<Record<Shown, string>> = {
  changed: 'Figures that the list does not give stay as they are.',
  added: 'Not in the catalog yet. Tick the ones you mean to use.',
  same: 'The prices agree. A ticked model gets the list as its source, and its date.',
  skipped: 'Left out, with the reason.',
}

export interface ApproveStepProps {
  readonly importing: PriceImport
  readonly state: Extract<PriceImportState, { readonly step: 'approving' }>
}

/** The diff, by kind of change; what is ticked is taken. */
export function ApproveStep({ importing, state: { name, preview, ticked } }: ApproveStepProps) {
  const count = (status: PriceDiffEntry['status']) => findEntries(preview, status, '').length
  const [shown, setShown] = useState<Shown>(count('changed') > 0 ? 'changed' : count('added') > 0 ? 'added' : 'same')
  const [search, setSearch] = useState('')
  const skippedCount = preview.skipped.reduce((sum, { names }) => sum + names.length, 0)
  const entries = shown === 'skipped' ? [] : findEntries(preview, shown, search)
  return (
    <div className={styles.stack}>
      <div className={styles.bar}>
        <SegmentedControl
          size="xs"
          value={shown}
          data={[
            { value: 'changed', label: `Changed ${text(count('changed'))}` },
            { value: 'added', label: `New ${text(count('added'))}` },
            { value: 'same', label: `Unchanged ${text(count('same'))}` },
            { value: 'skipped', label: `Left out ${text(skippedCount)}` },
          ]}
          data-testid="price-diff-kind"
          onChange={(value) => setShown(value as Shown)} // the values of the data above
        />
        {shown === 'skipped' ? null : (
          <TextInput
            className={styles.search}
            aria-label="Search the list"
            placeholder="Search the list"
            leftSection={<Icon name="search" size={14} />}
            value={search}
            onChange={(event) => setSearch(event.currentTarget.value)}
          />
        )}
        <span className={styles.note}>USD per million tokens</span>
      </div>
      <p className={styles.text}>{NOTES[shown]}</p>
      {shown === 'skipped' ? (
        <SkippedList skipped={preview.skipped} />
      ) : entries.length === 0 ? (
        <p className={styles.none}>{search === '' ? 'None.' : 'No model matches.'}</p>
      ) : (
        <DiffTable
          entries={entries}
          ticked={ticked}
          onTick={(ids, isTicked) => importing.setTicked(withTicked(ticked, ids, isTicked))}
        />
      )}
      <footer className={styles.foot}>
        <span className={styles.from}>
          {name}, saved on {preview.readOn}: the prices carry this day.
        </span>
        <Button variant="default" onClick={importing.close}>
          Cancel
        </Button>
        <Button
          disabled={ticked.size === 0}
          loading={importing.isApplying}
          data-testid="apply-prices"
          onClick={importing.apply}
        >
          {ticked.size === 0 ? 'Nothing ticked' : `Take ${text(ticked.size)} ${ticked.size === 1 ? 'model' : 'models'}`}
        </Button>
      </footer>
    </div>
  )
}

/** Names shown for one reason; a list leaves out a thousand models of other providers. */
const MAX_NAMES = 12

function SkippedList({ skipped }: { readonly skipped: PriceImportPreview['skipped'] }) {
  if (skipped.length === 0) return <p className={styles.none}>None.</p>
  return (
    <dl className={styles.skipped} data-testid="price-skipped">
      {skipped.map(({ reason, names }) => (
        <div key={reason}>
          <dt>
            {text(names.length)} × {reason}
          </dt>
          <dd data-selectable>
            {names.slice(0, MAX_NAMES).join(', ')}
            {names.length > MAX_NAMES ? ` and ${text(names.length - MAX_NAMES)} more` : ''}
          </dd>
        </div>
      ))}
    </dl>
  )
}

function text(count: number): string {
  return count.toLocaleString('en-US')
}
