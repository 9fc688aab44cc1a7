import { Select } from '@mantine/core'
import { EvalSetId, ModelId } from '../../../../shared/domain/ids.ts'
import type { CatalogModel } from '../../../../shared/domain/model.ts'
import { type Variant, variantLabel } from '../../../../shared/domain/prompt.ts'
import { isOptimizeMode } from '../../../../shared/domain/squeeze.ts'
import { plural } from '../../../ui/figures.ts'
import { UsdInput } from '../../../ui/usd-input.tsx'
import { GoalFields } from './goal-fields.tsx'
import { ConsentField, LengthField } from './optimize-fields.tsx'
import { RuleFields } from './rule-fields.tsx'
import styles from './start.module.css'
import type { SqueezeForm } from './use-squeeze-form.ts'

export interface StartFieldsProps {
  readonly form: SqueezeForm
  readonly variants: readonly Variant[]
  readonly variant: Variant
  readonly onVariant: (id: Variant['id']) => void
}

export function StartFields({ form, variants, variant, onVariant }: StartFieldsProps) {
  const { choices, change, evalSet } = form
  const needsCases = choices.mode !== 'quick'
  return (
    <div className={styles.fields}>
      <GoalFields form={form} />
      <div className={styles.pair}>
        <Select
          label="Variant"
          data={variants.map((one) => ({
            value: one.id,
            label: `${variantLabel(one)}${one.name ? ` ${one.name}` : ''}`,
          }))}
          value={variant.id}
          allowDeselect={false}
          onChange={(value) => {
            const wanted = variants.find(({ id }) => id === value)
            if (wanted) onVariant(wanted.id)
          }}
          data-testid="squeeze-variant"
        />
        <UsdInput
          label={needsCases ? 'Limit, in $' : 'Limit, in $ (may be empty)'}
          placeholder={needsCases ? 'needed' : 'none'}
          error={form.isLimitMissing ? (needsCases ? 'Enter a limit.' : 'Enter more than $0, or nothing.') : null}
          value={form.limitUsd}
          onChange={(limitUsd) => change({ limitUsd })}
          testId="squeeze-limit"
        />
      </div>
      <Select
        label="Model that answers"
        searchable
        data={modelOptions(form.catalog)}
        value={form.model?.id ?? null}
        allowDeselect={false}
        onChange={(value) => value && change({ modelId: ModelId.parse(value) })}
        data-testid="squeeze-model"
      />
      <Select
        label="Small model that rewords"
        searchable
        data={modelOptions(form.catalog)}
        value={form.rewriter?.id ?? null}
        allowDeselect={false}
        onChange={(value) => value && change({ rewriterId: ModelId.parse(value) })}
        data-testid="squeeze-rewriter"
      />
      <div className={isOptimizeMode(choices.mode) ? styles.pair : undefined}>
        <Select
          label="Eval set"
          placeholder={needsCases ? 'none in this project yet' : 'not needed'}
          disabled={!needsCases}
          data={form.evalSets.map(({ id, name, caseCount }) => ({
            value: id,
            label: `${name} (${plural(caseCount, 'case')})`,
          }))}
          value={needsCases ? (evalSet?.id ?? null) : null}
          allowDeselect={false}
          onChange={(value) => value && change({ evalSetId: EvalSetId.parse(value) })}
          data-testid="squeeze-eval-set"
        />
        {isOptimizeMode(choices.mode) ? <LengthField form={form} /> : null}
      </div>
      {needsCases && form.isJudgeAsked ? (
        <Select
          label="Model that judges"
          description="Scores the answers where an assertion asks a model and names none."
          placeholder="Choose a judge"
          searchable
          data={modelOptions(form.catalog)}
          value={form.judge?.id ?? null}
          allowDeselect={false}
          onChange={(value) => value && change({ judgeModelId: ModelId.parse(value) })}
          data-testid="squeeze-judge"
        />
      ) : null}
      {isOptimizeMode(choices.mode) ? <ConsentField form={form} /> : null}
      <RuleFields form={form} />
    </div>
  )
}

function modelOptions(catalog: readonly CatalogModel[]) {
  return catalog.map(({ id, label, price }) => ({ value: id, label: price === null ? `${label} (unpriced)` : label }))
}
