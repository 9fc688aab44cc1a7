import { Menu } from '@mantine/core'
import { type AgainChoice, type Cell, isUnderWay, type Run } from '../../../../shared/domain/run.ts'
import { IconButton } from '../../../ui/icon-button.tsx'

export interface Again {
  readonly cells: AgainChoice
  /** "this cell": ends the sentence "Ask … again". */
  readonly what: string
}

export interface AskAgainMenuProps {
  readonly run: Run
  readonly cell: Cell | null
  readonly onAsk: (again: Again) => void
}

/** Asks the cell, its row or its column once more. */
export function AskAgainMenu({ run, cell, onAsk }: AskAgainMenuProps) {
  if (!cell) return null
  const { caseId, variantId, modelId } = cell
  const column = { variantId, modelId }
  return (
    <Menu position="bottom-end">
      <Menu.Target>
        <IconButton icon="undo" label="Ask again" testId="ask-again" isDisabled={isUnderWay(run)} />
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Item onClick={() => onAsk({ cells: { which: 'all', column, caseId }, what: 'this cell' })}>
          Ask this cell again…
        </Menu.Item>
        <Menu.Item onClick={() => onAsk({ cells: { which: 'all', column: null, caseId }, what: 'this case' })}>
          Ask this case in every column again…
        </Menu.Item>
        <Menu.Item onClick={() => onAsk({ cells: { which: 'all', column, caseId: null }, what: 'this column' })}>
          Ask the whole column again…
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  )
}
