import { Button, Menu } from '@mantine/core'
import type { EvalSet } from '../../../shared/domain/eval-set.ts'
import { useRemembered } from '../../client/use-remembered.ts'
import { CopyButton } from '../../ui/copy-button.tsx'
import { Icon } from '../../ui/icon.tsx'
import { IconButton } from '../../ui/icon-button.tsx'
import { InlineEdit } from '../../ui/inline-edit.tsx'
import { Page } from '../../ui/page.tsx'
import { Split, SplitHandle, SplitPanel } from '../../ui/split.tsx'
import { AssertionsPane } from './assertions/assertions-pane.tsx'
import { CasesPane } from './cases/cases-pane.tsx'
import styles from './eval-set-desk.module.css'
import type { EvalSetCommands } from './use-eval-set-commands.tsx'

export interface EvalSetDeskProps {
  readonly evalSet: EvalSet
  readonly commands: EvalSetCommands
  readonly onImport: () => void
  /** Null while the list is shown. */
  readonly onShowList: (() => void) | null
}

/** One eval set: its cases, and beside them what every answer is asked. */
export function EvalSetDesk({ evalSet, commands, onImport, onShowList }: EvalSetDeskProps) {
  const [isPaneHidden, setIsPaneHidden] = useRemembered('assertions-hidden', false)
  return (
    <Page
      hasPadding={false}
      title={
        <span className={styles.title}>
          {onShowList ? <IconButton icon="pane-left" label="Show the list of eval sets" onClick={onShowList} /> : null}
          <InlineEdit
            value={evalSet.name}
            label="Eval set's name"
            testId="eval-set-name"
            onSave={(name) => void commands.rename(evalSet.id, name)}
          />
        </span>
      }
      detail={
        <span className={styles.hash} title="Hash of cases and assertions. A run keeps the hash that it ran with.">
          <span className="mono" data-testid="eval-set-hash">
            {evalSet.contentHash.slice(0, 12)}
          </span>
          <CopyButton text={evalSet.contentHash} label="Copy the whole hash" />
        </span>
      }
      actions={
        <>
          <Menu position="bottom-end">
            <Menu.Target>
              <IconButton icon="more" label="More for this eval set" testId="eval-set-more" />
            </Menu.Target>
            <Menu.Dropdown>
              <Menu.Item leftSection={<Icon name="archive" size={14} />} onClick={() => void commands.archive(evalSet)}>
                Archive eval set
              </Menu.Item>
            </Menu.Dropdown>
          </Menu>
          <IconButton
            icon="pane-right"
            label={isPaneHidden ? 'Show the assertions' : 'Hide the assertions'}
            isPressed={!isPaneHidden}
            onClick={() => setIsPaneHidden(!isPaneHidden)}
            testId="toggle-assertions"
          />
          <Button leftSection={<Icon name="upload" size={14} />} onClick={onImport} data-testid="import-cases">
            Import…
          </Button>
        </>
      }
    >
      <Split id="eval-set-desk" panelIds={isPaneHidden ? ['cases'] : ['cases', 'assertions']}>
        <SplitPanel id="cases" minSize={320}>
          <CasesPane evalSet={evalSet} onImport={onImport} />
        </SplitPanel>
        {isPaneHidden ? null : (
          <>
            <SplitHandle label="Resize the assertions" />
            <SplitPanel
              id="assertions"
              defaultSize={340}
              minSize={300}
              maxSize={640}
              groupResizeBehavior="preserve-pixel-size"
            >
              <AssertionsPane evalSet={evalSet} />
            </SplitPanel>
          </>
        )}
      </Split>
    </Page>
  )
}
