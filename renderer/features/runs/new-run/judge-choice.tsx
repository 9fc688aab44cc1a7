import { Select } from '@mantine/core'
import { ModelId } from '../../../../shared/domain/ids.ts'
import { modelFamily } from '../../../../shared/models/model-family.ts'
import type { ModelOption } from './use-model-options.ts'

export interface JudgeChoiceProps {
  readonly options: readonly ModelOption[]
  readonly chosen: ModelId | null
  /** The models that are judged. */
  readonly contestants: readonly ModelId[]
  readonly onChange: (modelId: ModelId) => void
  readonly description?: string
  readonly testId?: string
}

const USUAL = 'scores the answers where an assertion asks a model'

/** Which model judges. */
export function JudgeChoice({
  options,
  chosen,
  contestants,
  onChange,
  description = USUAL,
  testId = 'new-run-judge',
}: JudgeChoiceProps) {
  const families = new Set(contestants.map(modelFamily))
  return (
    <Select
      label="Judge"
      description={description}
      placeholder="Choose a judge model"
      searchable
      openOnFocus={false}
      allowDeselect={false}
      nothingFoundMessage="No model matches"
      data={options.map((option) => ({
        value: option.model.id,
        label: labelOf(option, families),
        disabled: option.obstacle !== null,
      }))}
      value={chosen}
      onChange={(value) => value && onChange(ModelId.parse(value))}
      data-testid={testId}
    />
  )
}

function labelOf({ model, obstacle }: ModelOption, families: ReadonlySet<string | null>): string {
  const family = modelFamily(model.id)
  const notes = [
    obstacle,
    model.price === null ? 'unpriced' : null,
    family !== null && families.has(family) ? 'same family as a model of the run' : null,
  ].filter((note) => note !== null)
  return notes.length === 0 ? model.label : `${model.label} (${notes.join(', ')})`
}
