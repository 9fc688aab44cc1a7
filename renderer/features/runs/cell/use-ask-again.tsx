import { Button, Group, Modal, Stack, Text } from '@mantine/core'
import { type ReactNode, useState } from 'react'
import { formatUsd } from '../../../../shared/cost/format-usd.ts'
import type { Run } from '../../../../shared/domain/run.ts'
import { useCommand } from '../../../client/use-command.ts'
import { useRoute } from '../../../client/use-route.ts'
import { plural } from '../../../ui/figures.ts'
import type { Again } from './ask-again-menu.tsx'

/** Asks cells once more, after saying how many calls that is and about what they cost. */
export function useAskAgain(run: Run): { readonly ask: (again: Again) => void; readonly dialog: ReactNode } {
  const [again, setAgain] = useState<Again | null>(null)
  const command = useCommand('results.ask-again')
  const preview = useRoute('results.preview-again', again ? { runId: run.id, cells: again.cells } : null)
  const cells = preview.data?.cells ?? null
  const needed = preview.data?.neededNanoUsd ?? null
  return {
    ask: setAgain,
    dialog: (
      <Modal
        opened={again !== null}
        onClose={() => setAgain(null)}
        title={`Ask ${again?.what ?? ''} again`}
        closeButtonProps={{ 'aria-label': 'Close' }}
        data-testid="ask-again-dialog"
      >
        <Stack gap="md">
          <Text size="sm">
            {preview.error
              ? preview.error.message
              : cells === null
                ? 'Counting…'
                : cells === 0
                  ? 'There is no such cell.'
                  : `${plural(cells, 'call')} without the cache${needed === null ? ', at an unknown price' : `, ≈ ${formatUsd(needed)} by what the run’s answers cost`}. Each new answer takes the place of the old one; where none comes, the old one stays. The run’s budget holds.`}
          </Text>
          <Group justify="flex-end" gap="sm">
            <Button variant="default" onClick={() => setAgain(null)}>
              Not now
            </Button>
            <Button
              loading={command.isRunning}
              disabled={!cells}
              data-testid="ask-again-confirm"
              onClick={async () => {
                if (again && (await command.run({ runId: run.id, cells: again.cells }))) setAgain(null)
              }}
            >
              Ask again
            </Button>
          </Group>
        </Stack>
      </Modal>
    ),
  }
}
