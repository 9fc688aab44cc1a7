import { Button, Popover, TextInput } from '@mantine/core'
import { useDebouncedValue } from '@mantine/hooks'
import { useState } from 'react'
import type { EvalCase } from '../../../../shared/domain/eval-set.ts'
import { outputText } from '../../../../shared/template/output-text.ts'
import { useClient } from '../../../client/services.tsx'
import { useRoute } from '../../../client/use-route.ts'
import { IconButton } from '../../../ui/icon-button.tsx'
import type { Desk } from '../use-desk.ts'
import { caseOffset } from './case-offset.ts'
import styles from './preview-column.module.css'

const FOUND_CASES = 50

/** Which case is filled in: the one before, the next, or one that is found by its text. */
export function CasePicker({ desk }: { readonly desk: Desk }) {
  const { evalSet, sample, sampleIndex, showSample } = desk
  const client = useClient()
  const [isOpen, setIsOpen] = useState(false)
  const [search, setSearch] = useState('')
  const [settled] = useDebouncedValue(search, 150)
  const count = evalSet?.caseCount ?? 0
  const input = evalSet && isOpen ? { evalSetId: evalSet.id, limit: FOUND_CASES, search: settled } : null
  const found = useRoute('cases.page', input, { keepPrevious: true }).data

  async function pick({ position }: EvalCase): Promise<void> {
    if (!evalSet) return
    setIsOpen(false)
    const positionAt = async (offset: number) => {
      const page = await client.call('cases.page', { evalSetId: evalSet.id, offset, limit: 1 })
      return page.cases[0]?.position ?? null
    }
    const offset = await caseOffset(position, count, positionAt)
    if (offset !== null) showSample(offset)
  }

  return (
    <div className={styles.picker}>
      <IconButton
        icon="chevron-left"
        size={22}
        label="Preview the case before"
        isDisabled={sampleIndex === 0}
        onClick={() => showSample(sampleIndex - 1)}
      />
      <Popover width={420} position="bottom-start" trapFocus opened={isOpen} onChange={setIsOpen}>
        <Popover.Target>
          <Button
            variant="subtle"
            size="compact-xs"
            data-testid="pick-case"
            title={`Choose a case of ${evalSet?.name ?? 'the eval set'}`}
            onClick={() => setIsOpen(!isOpen)}
          >
            Case {sample?.position.toLocaleString('en-US')} of {count.toLocaleString('en-US')}
          </Button>
        </Popover.Target>
        <Popover.Dropdown p={6}>
          <TextInput
            aria-label="Search cases"
            placeholder="Search cases"
            value={search}
            data-autofocus
            data-testid="search-cases"
            onChange={(event) => setSearch(event.currentTarget.value)}
          />
          <ul className={styles.found}>
            {found?.cases.map((one) => (
              <li key={one.id}>
                <button type="button" className={styles.case} data-testid="found-case" onClick={() => void pick(one)}>
                  <span className={styles.caseNumber}>{one.position.toLocaleString('en-US')}</span>
                  <span className={styles.caseText}>{caseText(one)}</span>
                </button>
              </li>
            ))}
            {found && found.cases.length === 0 ? <li className="muted">No case has this text.</li> : null}
            {found && found.total > found.cases.length ? (
              <li className="muted">{(found.total - found.cases.length).toLocaleString('en-US')} more: search on.</li>
            ) : null}
          </ul>
        </Popover.Dropdown>
      </Popover>
      <IconButton
        icon="chevron-right"
        size={22}
        label="Preview the next case"
        isDisabled={sampleIndex >= count - 1}
        onClick={() => showSample(sampleIndex + 1)}
      />
    </div>
  )
}

function caseText({ variables }: EvalCase): string {
  return Object.values(variables)
    .map((value) => outputText(value).slice(0, 200))
    .join(' · ')
}
