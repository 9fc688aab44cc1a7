import { NumberInput, Select } from '@mantine/core'
import { EvalSetId, ModelId } from '../../../../shared/domain/ids.ts'
import type { CatalogModel } from '../../../../shared/domain/model.ts'
import { type Variant, variantLabel } from '../../../../shared/domain/prompt.ts'
import { plural } from '../../../ui/figures.ts'
import { MODES } from '../squeeze-words.ts'
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
      <fieldset className={styles.modes}>
        <legend className={styles.legend}>How thorough</legend>
        {MODES.map(({ mode, label, calls, text }) => (
          <label key={mode} className={styles.mode} data-chosen={choices.mode === mode}>
            <input
              type="radio"
              name="squeeze-mode"
              value={mode}
              checked={choices.mode === mode}
              onChange={() => change({ mode })}
              data-testid={`squeeze-mode-${mode}`}
            />
            <span>
              <strong>{label}</strong> <span className="muted">{calls}</span>
              <span className={styles.modeText}>{text}</span>
            </span>
          </label>
        ))}
      </fieldset>
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
        <NumberInput
          label={needsCases ? 'Limit, in $' : 'Limit, in $ (may be empty)'}
          placeholder={needsCases ? 'needed' : 'none'}
          error={form.isLimitMissing ? 'Enter a limit.' : null}
          prefix="$"
          min={0}
          decimalScale={6}
          value={form.limitUsd ?? ''}
          onChange={(value) => change({ limitUsd: Number(value) > 0 ? Number(value) : null })}
          data-testid="squeeze-limit"
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
      <RuleFields form={form} />
    </div>
  )
}

function modelOptions(catalog: readonly CatalogModel[]) {
  return catalog.map(({ id, label, price }) => ({ value: id, label: price === null ? `${label} (unpriced)` : label }))
}
