import { type NanoUsd, nanoToUsd, usdToNano } from '../../../shared/domain/money.ts'
import type { Settings } from '../../../shared/domain/settings.ts'
import type { BudgetStatus } from '../../../shared/domain/spend.ts'
import { budgetText, LEVEL_WORDS } from '../../client/budget-text.ts'
import { useCommand } from '../../client/use-command.ts'
import { useProject } from '../../client/use-project.ts'
import { useRoute } from '../../client/use-route.ts'
import { Tag } from '../../ui/marks.tsx'
import { BudgetRules } from './budget-rules.tsx'
import { CommittedNumber } from './committed-number.tsx'
import styles from './settings-group.module.css'
import { SettingsGroup } from './settings-group.tsx'

/** Hard limits of what real calls may cost, over all runs, and where they stand. */
export function BudgetsSection({ settings }: { readonly settings: Settings }) {
  const { project } = useProject()
  const save = useCommand('settings.save')
  const setProjectBudget = useCommand('projects.set-budget')
  const statuses = useRoute('spend.budgets', {}).data ?? []
  const shown = statuses.filter(
    ({ scope, subjectId }) =>
      scope === 'day' || scope === 'week' || scope === 'month' || (scope === 'project' && subjectId === project?.id),
  )
  return (
    <SettingsGroup
      title="Budgets"
      word="budget"
      note="Hard limits over all runs: what a call may cost at most is set aside before it is sent, and a run stops rather than pass one. Real money only: simulated calls do not count."
    >
      <div className={styles.fields}>
        <BudgetField
          label="Per day"
          description="Ends at midnight. Empty = none."
          value={settings.dayBudgetNanoUsd}
          testId="day-budget"
          onCommit={(dayBudgetNanoUsd) => void save.run({ dayBudgetNanoUsd })}
        />
        <BudgetField
          label="Per week"
          description="From Monday on. Empty = none."
          value={settings.weekBudgetNanoUsd}
          testId="week-budget"
          onCommit={(weekBudgetNanoUsd) => void save.run({ weekBudgetNanoUsd })}
        />
        <BudgetField
          label="Per month"
          description="A calendar month. Empty = none."
          value={settings.monthBudgetNanoUsd}
          testId="month-budget"
          onCommit={(monthBudgetNanoUsd) => void save.run({ monthBudgetNanoUsd })}
        />
        {project ? (
          <BudgetField
            label={`Project ${project.name}`}
            description="All its runs together. Empty = none."
            value={project.budgetNanoUsd ?? null}
            testId="project-budget"
            onCommit={(budgetNanoUsd) => void setProjectBudget.run({ projectId: project.id, budgetNanoUsd })}
          />
        ) : null}
      </div>
      {shown.length > 0 ? (
        <ul className={styles.standing} data-testid="budget-standing">
          {shown.map((status) => (
            <Standing key={status.scope} status={status} />
          ))}
        </ul>
      ) : null}
      {project ? <BudgetRules key={project.id} project={project} statuses={statuses} /> : null}
    </SettingsGroup>
  )
}

interface BudgetFieldProps {
  readonly label: string
  readonly description: string
  readonly value: NanoUsd | null
  readonly testId: string
  readonly onCommit: (budget: NanoUsd | null) => void
}

function BudgetField({ value, onCommit, ...field }: BudgetFieldProps) {
  return (
    <CommittedNumber
      {...field}
      prefix="$"
      placeholder="none"
      max={1_000_000}
      decimalScale={4}
      mayBeEmpty
      value={value === null ? null : nanoToUsd(value)}
      onCommit={(usd) => onCommit(usd === null ? null : usdToNano(usd))}
    />
  )
}

function Standing({ status }: { readonly status: BudgetStatus }) {
  const word = LEVEL_WORDS[status.level]
  return (
    <li>
      <span className="tabular">{budgetText(status)}</span>
      {word ? <Tag tone={status.level === 'full' ? 'bad' : 'warn'}>{word}</Tag> : null}
    </li>
  )
}
