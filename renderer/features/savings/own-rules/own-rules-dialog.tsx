import { Button, Modal } from '@mantine/core'
import { useState } from 'react'
import { formatUsd } from '../../../../shared/cost/format-usd.ts'
import { MAX_OWN_RULES, type OwnRule, type OwnRulesReport } from '../../../../shared/domain/own-rules.ts'
import { useCommand } from '../../../client/use-command.ts'
import { useRoute } from '../../../client/use-route.ts'
import { percentText, plural } from '../../../ui/figures.ts'
import { FailedState, LoadingRows } from '../../../ui/states.tsx'
import type { Savings } from '../use-savings.ts'
import styles from './own-rules.module.css'
import { OwnRulesTable } from './own-rules-table.tsx'
import { PasteRules } from './paste-rules.tsx'

interface OwnRulesDialogProps {
  readonly savings: Savings
  readonly onClose: () => void
}

const NO_RULES: readonly OwnRule[] = []

/** The user's own answers before the model, tried on the recorded cases before they are saved. */
export function OwnRulesDialog({ savings, onClose }: OwnRulesDialogProps) {
  const settings = useRoute('settings.get', {})
  const [isChanged, setChanged] = useState(false)
  const saved = settings.data?.ownRules[savings.wish.projectId] ?? NO_RULES
  return (
    <Modal
      opened
      onClose={onClose}
      title="Your own rules before the model"
      size="80rem"
      closeOnClickOutside={false}
      // What was typed is not lost by a key.
      closeOnEscape={!isChanged}
    >
      {settings.data ? (
        <OwnRulesForm savings={savings} saved={saved} onClose={onClose} onChanged={setChanged} />
      ) : settings.error ? (
        <FailedState error={settings.error} />
      ) : (
        <LoadingRows rows={3} />
      )}
    </Modal>
  )
}

interface OwnRulesFormProps extends OwnRulesDialogProps {
  readonly saved: readonly OwnRule[]
  readonly onChanged: (isChanged: boolean) => void
}

function OwnRulesForm({ savings, saved, onClose, onChanged }: OwnRulesFormProps) {
  const [rules, keepRules] = useState(saved)
  const [tried, setTried] = useState(saved)
  const [isPasting, setPasting] = useState(false)
  const save = useCommand('settings.save')
  const { wish } = savings
  const asked = tried.length > 0 ? { ...wish, rules: [...tried] } : null
  const { data: report, error, isFetching } = useRoute('savings.try-rules', asked)
  const isCurrent = tried === rules
  const setRules = (next: readonly OwnRule[]) => {
    keepRules(next)
    onChanged(true)
  }
  const add = (more: readonly OwnRule[]) => setRules([...rules, ...more].slice(0, MAX_OWN_RULES))

  async function keep(): Promise<void> {
    if (await save.run({ ownRules: { [wish.projectId]: [...rules] } })) onClose()
  }

  return (
    <div className={styles.stack}>
      <p className="muted">
        The first rule that holds answers, and the model is not asked. A pattern is a regular expression, whatever the
        case of the letters; a question is compared without case, space and punctuation. Both look at the values of all
        variables, in the order of their names, one below the other.
      </p>
      {rules.length === 0 ? (
        <p data-testid="own-rules-none">
          No rule yet. Begin with what comes again and again and always has the same answer: opening hours, a greeting,
          a fixed label.
        </p>
      ) : (
        <OwnRulesTable rules={rules} report={isCurrent ? (report ?? null) : null} onChange={setRules} />
      )}
      <div className={styles.bar}>
        <Button
          variant="default"
          disabled={rules.length >= MAX_OWN_RULES}
          onClick={() => add([{ kind: 'pattern', text: '', answer: '' }])}
          data-testid="own-rules-add"
        >
          Add a rule
        </Button>
        <Button variant="default" onClick={() => setPasting(!isPasting)} aria-expanded={isPasting}>
          Paste CSV…
        </Button>
      </div>
      {isPasting ? <PasteRules most={MAX_OWN_RULES - rules.length} onTake={add} /> : null}
      <p role="status" data-testid="own-rules-total">
        {rules.length === 0
          ? ''
          : !isCurrent
            ? 'Changed since it was tried.'
            : isFetching
              ? 'Trying the rules on the cases…'
              : error
                ? error.message
                : report
                  ? totalText(report)
                  : 'There is no run with answers to try them on.'}
      </p>
      <div className={styles.end}>
        <Button variant="default" disabled={rules.length === 0 || isCurrent} onClick={() => setTried(rules)}>
          Try on the cases
        </Button>
        <Button loading={save.isRunning} onClick={() => void keep()} data-testid="own-rules-save">
          Save
        </Button>
      </div>
    </div>
  )
}

function totalText({ cases, total, precisionBound, savedNanoUsd }: OwnRulesReport): string {
  const { hits, right, wrong, unjudged } = total
  if (hits === 0) return `No hits: none of the ${plural(cases, 'case')} is answered by a rule.`
  const judged =
    precisionBound === null
      ? 'None can be judged: these cases have no expected answer, and no scored answer says the same.'
      : `${right} right, ${wrong} wrong: at least ${percentText(precisionBound)} right by the exact bound.${unjudged === 0 ? '' : ` ${unjudged} cannot be judged: nothing says what these cases expect.`}`
  const saved = savedNanoUsd === null ? 'Unpriced.' : `Saves ≈ ${formatUsd(savedNanoUsd)} a month.`
  return `${hits} of ${plural(cases, 'case')} answered (${percentText(hits / cases)}). ${judged} ${saved}`
}
