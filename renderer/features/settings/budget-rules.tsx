import { Button, NativeSelect, TextInput } from '@mantine/core'
import { type FormEvent, useState } from 'react'
import { CallTag, promptTag, providerTag } from '../../../shared/domain/call-tag.ts'
import { PromptId, ProviderId } from '../../../shared/domain/ids.ts'
import { type NanoUsd, nanoToUsd, usdToNano } from '../../../shared/domain/money.ts'
import type { Project } from '../../../shared/domain/prompt.ts'
import type { BudgetRule, BudgetStatus } from '../../../shared/domain/spend.ts'
import { SpendPeriod } from '../../../shared/domain/spend-alert.ts'
import { budgetText, LEVEL_WORDS } from '../../client/budget-text.ts'
import { useCommand } from '../../client/use-command.ts'
import { useRoute } from '../../client/use-route.ts'
import { IconButton } from '../../ui/icon-button.tsx'
import { Tag } from '../../ui/marks.tsx'
import { notifyUndo } from '../../ui/notify.tsx'
import { OptionSelect } from '../../ui/option-select.tsx'
import { UsdInput } from '../../ui/usd-input.tsx'
import styles from './budget-rules.module.css'
import { CommittedNumber } from './committed-number.tsx'

interface BudgetRulesProps {
  readonly project: Project
  readonly statuses: readonly BudgetStatus[]
}

/** Hard limits of parts of the spending: of a project, a provider, a prompt or a tag, per day, week or month. */
export function BudgetRules({ project, statuses }: BudgetRulesProps) {
  const rules = statuses.flatMap((status) => (status.rule ? [{ ...status, rule: status.rule }] : []))
  return (
    <section className={styles.rules} aria-label="Limits of projects, providers, prompts and tags">
      {rules.length > 0 ? (
        <ul className={styles.list} data-testid="budget-rules">
          {rules.map((status) => (
            <RuleRow key={status.rule.id} status={status} rule={status.rule} />
          ))}
        </ul>
      ) : null}
      <NewRule project={project} />
      <p className={styles.note}>
        Calls have the tags of their case (a tag “feature=search” as it stands, any other as “case tag=…”), of their run
        (New run, or <code>--tag</code> and <code>tags:</code> on the command line), and their prompt and provider. An
        answer that is used again costs nothing and counts for none.
      </p>
    </section>
  )
}

function RuleRow({ status, rule }: { readonly status: BudgetStatus; readonly rule: BudgetRule }) {
  const change = useCommand('spend.change-budget')
  const add = useCommand('spend.add-budget')
  const remove = useCommand('spend.remove-budget')
  const word = LEVEL_WORDS[status.level]
  const { id: ruleId, ...wish } = rule
  const removeRule = async () => {
    if (await remove.run({ ruleId })) notifyUndo(`Removed the limit for ${status.label}`, () => void add.run(wish))
  }
  return (
    <li aria-label={`Limit for ${status.label}`}>
      <CommittedNumber
        label={`At most per ${rule.period}`}
        prefix="$"
        max={1_000_000}
        decimalScale={4}
        value={nanoToUsd(rule.limitNanoUsd)}
        testId="budget-rule-usd"
        onCommit={(usd) => usd !== null && void change.run({ ruleId, limitNanoUsd: usdToNano(usd) })}
      />
      <span className={`tabular ${styles.standing}`}>
        {budgetText(status)}
        {word ? <Tag tone={status.level === 'full' ? 'bad' : 'warn'}>{word}</Tag> : null}
      </span>
      <IconButton icon="cancel" label={`Remove the limit for ${status.label}`} onClick={() => void removeRule()} />
    </li>
  )
}

const ALL = 'all'
const TAG = 'tag'
/** Before a provider's id, so that it is taken for no prompt's. */
const PROVIDER = 'provider '

function NewRule({ project }: { readonly project: Project }) {
  const add = useCommand('spend.add-budget')
  const prompts = useRoute('prompts.list', { projectId: project.id }).data ?? []
  const providers = useRoute('providers.list', {}).data ?? []
  const [usd, setUsd] = useState<number | null>(null)
  const [period, setPeriod] = useState<SpendPeriod>('month')
  const [isEverywhere, setIsEverywhere] = useState(false)
  const [subject, setSubject] = useState<string>(TAG)
  const [text, setText] = useState('')
  const typed = CallTag.safeParse(text.trim())
  const tag = subject === TAG ? (typed.data ?? null) : tagOf(subject)
  const isReady = usd !== null && (subject === ALL || tag !== null)
  const save = async (event: FormEvent) => {
    event.preventDefault()
    if (!isReady) return
    const limitNanoUsd: NanoUsd = usdToNano(usd)
    const made = await add.run({ projectId: isEverywhere ? null : project.id, tag, period, limitNanoUsd })
    if (!made) return
    setUsd(null)
    setText('')
  }
  return (
    <form className={styles.form} onSubmit={(event) => void save(event)}>
      <UsdInput label="At most, in $" placeholder="none" value={usd} onChange={setUsd} testId="new-budget-usd" />
      <OptionSelect label="per" value={period} options={SpendPeriod.enum} onChange={setPeriod} />
      <NativeSelect
        label="for"
        value={subject}
        data={[
          { value: TAG, label: 'a tag' },
          { value: ALL, label: 'all calls' },
          // Calls to the sandbox are no money, and no limit of Settings counts them.
          ...providers
            .filter(({ kind }) => kind !== 'sandbox')
            .map(({ id, label }) => ({ value: `${PROVIDER}${id}`, label: `provider ${label}` })),
          ...prompts.map(({ id, name }) => ({ value: id, label: `prompt ${name}` })),
        ]}
        onChange={(event) => setSubject(event.currentTarget.value)}
        data-testid="new-budget-subject"
      />
      {subject === TAG ? (
        <TextInput
          label="Tag"
          placeholder="feature=search"
          value={text}
          error={text.trim() !== '' && !typed.success ? 'name=value' : null}
          onChange={(event) => setText(event.currentTarget.value)}
          data-testid="new-budget-tag"
        />
      ) : null}
      <NativeSelect
        label="in"
        value={isEverywhere ? ALL : ''}
        data={[
          { value: '', label: `project ${project.name}` },
          { value: ALL, label: 'all projects' },
        ]}
        onChange={(event) => setIsEverywhere(event.currentTarget.value === ALL)}
      />
      <Button type="submit" variant="default" disabled={!isReady} loading={add.isRunning} data-testid="new-budget-add">
        Set the limit
      </Button>
    </form>
  )
}

/** Null = all calls. */
function tagOf(subject: string): CallTag | null {
  if (subject === ALL) return null
  if (subject.startsWith(PROVIDER)) return providerTag(ProviderId.parse(subject.slice(PROVIDER.length)))
  return promptTag(PromptId.parse(subject))
}
