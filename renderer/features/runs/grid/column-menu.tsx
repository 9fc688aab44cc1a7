import { Menu } from '@mantine/core'
import type { ResultSort } from '../../../../shared/domain/results.ts'
import { isUnderWay, type Run } from '../../../../shared/domain/run.ts'
import { useNavigate } from '../../../client/services.tsx'
import { IconButton } from '../../../ui/icon-button.tsx'
import type { Again } from '../cell/ask-again-menu.tsx'
import type { ResultView } from './use-result-view.ts'

interface SortChoice extends Pick<ResultSort, 'by' | 'isDescending'> {
  readonly label: string
}

const SORTS: readonly SortChoice[] = [
  { label: 'Score, lowest first', by: 'score', isDescending: false },
  { label: 'Score, highest first', by: 'score', isDescending: true },
  { label: 'Cost, highest first', by: 'cost', isDescending: true },
  { label: 'Cost, lowest first', by: 'cost', isDescending: false },
  { label: 'Latency, highest first', by: 'latency', isDescending: true },
  { label: 'Latency, lowest first', by: 'latency', isDescending: false },
  { label: 'Tokens, highest first', by: 'tokens', isDescending: true },
  { label: 'Tokens, lowest first', by: 'tokens', isDescending: false },
]

const DIFFERENCES: readonly SortChoice[] = [
  { label: 'Lost most score first', by: 'score', isDescending: false },
  { label: 'Gained most score first', by: 'score', isDescending: true },
  { label: 'Cost rose most first', by: 'cost', isDescending: true },
  { label: 'Cost fell most first', by: 'cost', isDescending: false },
  { label: 'Latency rose most first', by: 'latency', isDescending: true },
  { label: 'Latency fell most first', by: 'latency', isDescending: false },
  { label: 'Tokens rose most first', by: 'tokens', isDescending: true },
  { label: 'Tokens fell most first', by: 'tokens', isDescending: false },
]

export interface ColumnMenuProps {
  readonly run: Run
  readonly index: number
  readonly view: ResultView
  readonly isSimulation: boolean
  readonly onAskAgain: (again: Again) => void
}

/** What can be done with a column of the grid, and how the cases can be sorted by it. */
export function ColumnMenu({ run, index, view, isSimulation, onAskAgain }: ColumnMenuProps) {
  const { go } = useNavigate()
  const column = run.columns[index]
  if (!column) return null
  const { variantId, modelId, promptId } = column
  // What the others are compared with stands first.
  const others = [...new Set(view.baseline === null ? view.shown : [view.baseline, ...view.shown])].filter(
    (other) => other !== index,
  )
  const sortBy = ({ by, isDescending }: SortChoice, minus?: ResultSort['minus']) =>
    view.change({ sort: { by, isDescending, column: { variantId, modelId }, ...(minus ? { minus } : {}) } })
  return (
    <Menu position="bottom-end">
      <Menu.Target>
        <IconButton
          icon="more"
          size={20}
          label={`More for ${column.variantLabel} on ${modelId}`}
          testId="column-menu"
        />
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Item onClick={() => go({ page: 'prompts', promptId, variantId })}>Open in the editor</Menu.Item>
        <Menu.Item
          // Code cannot call a simulation: the export page then offers the first real model.
          onClick={() => go({ page: 'export', variantId, runId: run.id, ...(isSimulation ? {} : { modelId }) })}
        >
          Export…
        </Menu.Item>
        <Menu.Item onClick={() => view.setBaseline(view.baseline === index ? null : index)}>
          {view.baseline === index ? 'Do not compare with this' : 'Compare the others with this'}
        </Menu.Item>
        <Menu.Divider />
        <Menu.Sub>
          <Menu.Sub.Target>
            <Menu.Sub.Item>Sort the cases by</Menu.Sub.Item>
          </Menu.Sub.Target>
          <Menu.Sub.Dropdown>
            {SORTS.map((choice) => (
              <Menu.Item key={choice.label} onClick={() => sortBy(choice)}>
                {choice.label}
              </Menu.Item>
            ))}
          </Menu.Sub.Dropdown>
        </Menu.Sub>
        {others.length > 0 ? (
          <Menu.Sub>
            <Menu.Sub.Target>
              <Menu.Sub.Item>Sort by the difference to</Menu.Sub.Item>
            </Menu.Sub.Target>
            <Menu.Sub.Dropdown mah="70vh" style={{ overflowY: 'auto' }}>
              {others.map((other) => (
                <DifferenceMenu key={other} run={run} index={other} view={view} onChoose={sortBy} />
              ))}
            </Menu.Sub.Dropdown>
          </Menu.Sub>
        ) : null}
        <Menu.Divider />
        <Menu.Item
          disabled={isUnderWay(run)}
          onClick={() =>
            onAskAgain({
              cells: { which: 'all', column: { variantId, modelId }, caseId: null },
              what: `${column.variantLabel} on ${modelId}`,
            })
          }
        >
          Ask this column again…
        </Menu.Item>
        <Menu.Item
          disabled={view.shown.length === 1}
          onClick={() => view.change({ hidden: [...view.view.hidden, index] })}
        >
          Hide this column
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  )
}

interface DifferenceMenuProps extends Pick<ColumnMenuProps, 'run' | 'index' | 'view'> {
  readonly onChoose: (choice: SortChoice, minus: NonNullable<ResultSort['minus']>) => void
}

/** How the cases can be sorted by the difference to this column; a menu within would be cut off by the one that scrolls. */
function DifferenceMenu({ run, index, view, onChoose }: DifferenceMenuProps) {
  const column = run.columns[index]
  if (!column) return null
  const { variantId, modelId, variantLabel } = column
  const title = `${variantLabel} on ${modelId}${index === view.baseline ? ', the baseline' : ''}`
  return (
    // biome-ignore lint/a11y/useSemanticElements: a group within a menu
    <div role="group" aria-label={title}>
      <Menu.Label aria-hidden>{title}</Menu.Label>
      {DIFFERENCES.map((choice) => (
        <Menu.Item key={choice.label} onClick={() => onChoose(choice, { variantId, modelId })}>
          {choice.label}
        </Menu.Item>
      ))}
    </div>
  )
}
