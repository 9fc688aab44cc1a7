import { useState } from 'react'
import { formatUsd } from '../../../../shared/cost/format-usd.ts'
import type { CatalogModel } from '../../../../shared/domain/model.ts'
import { type Variant, variantLabel } from '../../../../shared/domain/prompt.ts'
import type { VariantFigures } from '../../../../shared/domain/variant-figures.ts'
import { useRoute } from '../../../client/use-route.ts'
import { Icon } from '../../../ui/icon.tsx'
import { InlineEdit } from '../../../ui/inline-edit.tsx'
import { Delta, Tag } from '../../../ui/marks.tsx'
import { VariantBadge } from '../../../ui/variant-badge.tsx'
import { formatChange, formatCount } from '../tokens/format-count.ts'
import { useTemplateTokens } from '../tokens/use-template-tokens.ts'
import styles from './history-view.module.css'
import type { HistoryViewProps } from './history-view.tsx'
import { LineageMenu } from './lineage-menu.tsx'
import { type LineageRow, lineageRows } from './lineage-rows.ts'

interface LineageTreeProps extends HistoryViewProps {
  /** With all revisions and archived ones. */
  readonly variants: readonly Variant[]
}

/** One line per variant, indented under its parent; earlier revisions unfold below. */
export function LineageTree(props: LineageTreeProps) {
  const { desk, variants } = props
  const figures = useRoute('variants.figures', { promptId: desk.prompt.id }).data ?? []
  const models = useRoute('models.list', {}).data ?? []
  const counts = useTemplateTokens(variants)
  const tokens = new Map(variants.map(({ id }, index) => [id, counts[index] ?? null]))
  const byVariant = new Map(figures.map((one) => [one.variantId, one]))
  const [unfolded, setUnfolded] = useState<ReadonlySet<string>>(new Set())

  function toggle(letter: string): void {
    const next = new Set(unfolded)
    if (!next.delete(letter)) next.add(letter)
    setUnfolded(next)
  }

  return (
    <div className={styles.scroll}>
      <table className={styles.table} data-testid="lineage">
        <thead>
          <tr>
            <th scope="col">Variant</th>
            <th scope="col" className={styles.number}>
              Tokens
            </th>
            <th scope="col" className={styles.figure}>
              Last score · per call
            </th>
            <th scope="col" className={styles.menu}>
              <span className="visually-hidden">Actions</span>
            </th>
          </tr>
        </thead>
        <tbody>
          {lineageRows(variants).map((row) => {
            const { head, earlier } = row
            const isUnfolded = unfolded.has(head.letter)
            const common = { ...props, row, tokens, byVariant, models }
            return [
              <Line
                key={head.id}
                {...common}
                variant={head}
                fold={earlier.length === 0 ? null : { isUnfolded, toggle: () => toggle(head.letter) }}
              />,
              ...(isUnfolded
                ? earlier.map((variant) => <Line key={variant.id} {...common} variant={variant} fold={null} />)
                : []),
            ]
          })}
        </tbody>
      </table>
    </div>
  )
}

interface LineProps extends LineageTreeProps {
  readonly row: LineageRow
  readonly variant: Variant
  readonly tokens: ReadonlyMap<string, number | null>
  readonly byVariant: ReadonlyMap<string, VariantFigures>
  readonly models: readonly CatalogModel[]
  /** Null where nothing unfolds. */
  readonly fold: { readonly isUnfolded: boolean; readonly toggle: () => void } | null
}

function Line({
  row,
  variant,
  tokens,
  byVariant,
  models,
  fold,
  desk,
  commands,
  onChoose,
  onCompare,
  onClose,
}: LineProps) {
  const { head, parent, depth, earlier } = row
  const label = variantLabel(variant)
  const isHead = variant.id === head.id
  const count = tokens.get(variant.id) ?? null
  const before = parent && isHead ? (tokens.get(parent.id) ?? null) : null
  const change = count !== null && before !== null ? formatChange(count, before) : null
  const isCurrent = isHead && head.letter === desk.variant.letter
  return (
    <tr data-current={isCurrent} data-archived={head.archivedAt !== null} data-testid={`lineage-${label}`}>
      <td style={{ paddingLeft: 8 + depth * 18 + (isHead ? 0 : 18) }}>
        <div className={styles.name}>
          {fold ? (
            <button
              type="button"
              className={styles.fold}
              aria-expanded={fold.isUnfolded}
              aria-label={`Earlier revisions of ${head.letter}: ${earlier.length}`}
              onClick={fold.toggle}
            >
              <Icon name={fold.isUnfolded ? 'chevron-down' : 'chevron-right'} size={12} />
            </button>
          ) : (
            <span className={styles.noFold} />
          )}
          <VariantBadge label={label} />
          {isHead && head.archivedAt === null ? (
            <InlineEdit
              value={variant.name}
              label={`Name of variant ${label}`}
              placeholder="unnamed"
              mayBeEmpty
              onSave={(name) => void commands.rename(variant, name)}
            />
          ) : (
            <span className={styles.muted}>{variant.name}</span>
          )}
          <span className={styles.came}>
            {variant.origin}
            {parent && isHead ? ` from ${variantLabel(parent)}` : ''}
          </span>
          {head.archivedAt !== null && isHead ? <Tag>archived</Tag> : null}
          {isHead ? null : <Tag>earlier</Tag>}
        </div>
        <div className={styles.note}>
          <InlineEdit
            value={variant.note}
            label={`Note on variant ${label}`}
            placeholder="Add a note"
            mayBeEmpty
            maxLength={2000}
            onSave={(note) => void commands.setNote(variant, note)}
            testId={`note-${label}`}
          />
        </div>
      </td>
      <td className={styles.number}>
        {formatCount(count)}
        <div>
          {change && count !== null && before !== null ? (
            <Delta text={change} tone={count < before ? 'good' : count > before ? 'bad' : 'neutral'} />
          ) : null}
        </div>
      </td>
      <td className={styles.figure}>
        <Figures figures={byVariant.get(variant.id) ?? null} models={models} />
      </td>
      <td className={styles.menu}>
        <LineageMenu
          variant={variant}
          head={head}
          isCurrent={isCurrent}
          commands={commands}
          onOpen={() => {
            onChoose(head.letter)
            onClose()
          }}
          onCompare={() =>
            onCompare({ label, variant, content: isHead && head.archivedAt === null ? null : variant.content })
          }
        />
      </td>
    </tr>
  )
}

function Figures({
  figures,
  models,
}: {
  readonly figures: VariantFigures | null
  readonly models: readonly CatalogModel[]
}) {
  if (!figures) return <span className={styles.muted}>not run yet</span>
  return (
    <ul className={styles.figures} title={`${figures.runName}, ${new Date(figures.ranAt).toLocaleString()}`}>
      {figures.models.slice(0, 3).map(({ modelId, meanScore, callNanoUsd }) => (
        <li key={modelId}>
          <span className={styles.model}>{shortLabel(models.find(({ id }) => id === modelId)?.label ?? modelId)}</span>
          <span>{meanScore === null ? 'unscored' : `${(100 * meanScore).toFixed(1)} %`}</span>
          <span>{callNanoUsd === null ? 'unpriced' : formatUsd(callNanoUsd)}</span>
        </li>
      ))}
      {figures.models.length > 3 ? <li>and {figures.models.length - 3} more models</li> : null}
    </ul>
  )
}

function shortLabel(label: string): string {
  return label.replace(/ \(simulation\)$/, ' (sim.)')
}
