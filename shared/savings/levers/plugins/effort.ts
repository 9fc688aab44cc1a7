import { columnLever } from '../column-lever.ts'
import type { Lever } from '../lever.ts'
import { makeVariants } from '../make-variants.ts'
import { variantChange } from '../variant-change.ts'

const LEVELS = ['none', 'minimal', 'low', 'medium', 'high', 'xhigh', 'max']

/** Variants that differ in nothing but the effort: reasoning is billed as output everywhere, so the answers of each level tell its $ (science.md section 4.4). */
export const plugin: Lever = {
  id: 'effort',
  label: 'Lower effort',
  effort: 'hour',
  family: null,
  find(input) {
    const baseline = input.columns[input.baselineNo]
    const efforts = baseline?.capabilities?.efforts ?? []
    if (!baseline || efforts.length === 0) {
      return {
        kind: 'no-data',
        missing: `${baseline?.label ?? 'The model'} takes no effort setting.`,
        remedy: 'Only reasoning models have one.',
        actions: [],
      }
    }
    const candidates = input.columns.flatMap((column, columnNo) =>
      column.modelId === baseline.modelId && variantChange(baseline, column) === 'effort' ? [columnNo] : [],
    )
    const others = efforts.filter((effort) => effort !== baseline.content.parameters.effort)
    const levelOf = (effort: string | null) => effort ?? 'the default'
    return columnLever(input, {
      candidates,
      choiceOf: (column) =>
        `Effort ${levelOf(column.content.parameters.effort)} instead of ${levelOf(baseline.content.parameters.effort)}`,
      method: 'Billed cost, reasoning included, of the same cases at the other effort.',
      axis: {
        title: 'Score by effort',
        xLabel: `Effort: ${LEVELS.map((level, index) => `${index} ${level}`).join(', ')}`,
        placeOf: ({ content }) => {
          const at = LEVELS.indexOf(content.parameters.effort ?? '')
          return at < 0 ? null : at
        },
      },
      missing: 'No variant with another effort was run on these cases.',
      remedy: `Make variants at other levels (${others.join(', ')}) and run them beside today’s.`,
      makes:
        others.length === 0 ? [] : makeVariants(input, 'Make variants by effort…', { of: 'efforts', efforts: others }),
    })
  },
}
