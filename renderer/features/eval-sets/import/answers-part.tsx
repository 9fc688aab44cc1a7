import { Button, NativeSelect, Switch, TextInput } from '@mantine/core'
import { PromptId, VariantId } from '../../../../shared/domain/ids.ts'
import type { AnswerColumns } from '../../../../shared/domain/import.ts'
import { IconButton } from '../../../ui/icon-button.tsx'
import styles from './answers-part.module.css'
import type { RecordedAnswers } from './use-recorded-answers.ts'

const FIGURES = [
  ['score', 'Score, 0 to 1'],
  ['costUsd', 'Cost, $'],
  ['latencyMs', 'Latency, ms'],
  ['promptTokens', 'Prompt tokens'],
  ['outputTokens', 'Output tokens'],
] as const

/** Which columns hold the answers of which model, and which prompt they answered. */
export function AnswersPart({
  columns,
  recorded,
}: {
  readonly columns: readonly string[]
  readonly recorded: RecordedAnswers
}) {
  const { isOn, answers, setAnswers, prompts, variants } = recorded
  const change = (at: number, part: Partial<AnswerColumns>) =>
    setAnswers(answers.map((one, index) => (index === at ? { ...one, ...part } : one)))
  const free = columns.find((column) => !answers.some(({ output }) => output === column)) ?? columns[0] ?? ''

  return (
    <section className={styles.part} aria-label="Recorded answers">
      <Switch
        label="The table also holds answers: make a run of them, with nothing sent and nothing spent"
        checked={isOn}
        data-testid="import-has-answers"
        onChange={(event) => recorded.setIsOn(event.currentTarget.checked)}
      />
      {isOn ? (
        <>
          {answers.map((one, at) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: a row is told by its place; its name is being typed
            <div key={at} className={styles.row} data-testid="answer-columns">
              <TextInput
                label="Model"
                value={one.model}
                maxLength={180}
                onChange={(event) => change(at, { model: event.currentTarget.value })}
              />
              <NativeSelect
                label="Answer"
                value={one.output}
                data={[...columns]}
                onChange={(event) => change(at, { output: event.currentTarget.value })}
              />
              {FIGURES.map(([name, label]) => (
                <NativeSelect
                  key={name}
                  label={label}
                  value={one[name] ?? ''}
                  data={[{ value: '', label: 'none' }, ...columns]}
                  onChange={(event) => change(at, { [name]: event.currentTarget.value || null })}
                />
              ))}
              <IconButton
                icon="cancel"
                label={`Leave out the answers of ${one.model}`}
                onClick={() => setAnswers(answers.filter((_, index) => index !== at))}
              />
            </div>
          ))}
          <div className={styles.row}>
            <Button
              variant="default"
              onClick={() => setAnswers([...answers, { ...NO_FIGURES, model: free, output: free }])}
              data-testid="add-answers"
            >
              Add a column of answers
            </Button>
            <NativeSelect
              label="Prompt that was answered"
              value={recorded.promptId ?? ''}
              data={prompts.map(({ id, name }) => ({ value: id, label: name }))}
              onChange={(event) => recorded.setPromptId(PromptId.parse(event.currentTarget.value))}
            />
            <NativeSelect
              label="Variant"
              value={recorded.variantId ?? ''}
              data={variants.map(({ id, letter, name }) => ({
                value: id,
                label: name === '' ? letter : `${letter} ${name}`,
              }))}
              onChange={(event) => recorded.setVariantId(VariantId.parse(event.currentTarget.value))}
            />
          </div>
        </>
      ) : null}
    </section>
  )
}

const NO_FIGURES = { score: null, costUsd: null, latencyMs: null, promptTokens: null, outputTokens: null } as const
