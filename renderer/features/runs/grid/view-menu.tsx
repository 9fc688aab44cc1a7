import { Menu } from '@mantine/core'
import { useRef } from 'react'
import type { RunId } from '../../../../shared/domain/ids.ts'
import { isUnderWay, type Run } from '../../../../shared/domain/run.ts'
import { RunView, wholeRun } from '../../../../shared/domain/run-view.ts'
import { linkToPlace, placeInText } from '../../../client/place-link.ts'
import { useSaveFile } from '../../../client/save-file.ts'
import { useNavigate, useServices } from '../../../client/services.tsx'
import { useRemembered } from '../../../client/use-remembered.ts'
import { HiddenFileInput } from '../../../ui/hidden-file-input.tsx'
import { Icon } from '../../../ui/icon.tsx'
import { IconButton } from '../../../ui/icon-button.tsx'
import { notifyDone, notifyFailure, notifyUndo } from '../../../ui/notify.tsx'
import { useNameDialog } from '../../../ui/use-name-dialog.tsx'
import type { Again } from '../cell/ask-again-menu.tsx'
import type { CellChoice } from './results-view.tsx'
import type { ResultView } from './use-result-view.ts'
import styles from './view-menu.module.css'

interface SavedView {
  readonly name: string
  readonly view: RunView
}

export interface ViewMenuProps {
  readonly run: Run
  readonly view: ResultView
  /** The open cell: a link opens it too. */
  readonly choice: CellChoice | null
  readonly onAskAgain: (again: Again) => void
}

/** Views by name, a link to what is shown, and what can be done with all rows. */
export function ViewMenu({ run, view, choice, onAskAgain }: ViewMenuProps) {
  const [saved, setSaved, readSaved] = useRemembered<readonly SavedView[]>(`run.${run.id}.views`, [])
  const { askName, dialog } = useNameDialog()
  const { extras } = useServices()
  const { go } = useNavigate()
  const saveFile = useSaveFile()
  const input = useRef<HTMLInputElement>(null)

  const isBusy = isUnderWay(run)
  const ask = (which: 'errors' | 'failures', what: string) =>
    onAskAgain({ cells: { which, column: null, caseId: null }, what })

  function whole(cell: CellChoice | null): RunView {
    const column = view.baseline === null ? undefined : run.columns[view.baseline]
    const baseline = column ? { variantId: column.variantId, modelId: column.modelId } : null
    return { ...view.view, brought: { baseline, fold: view.fold, cell } }
  }

  async function save(): Promise<void> {
    const name = await askName({ title: 'Save this view', label: 'Name', verb: 'Save' })
    if (name) setSaved([...saved.filter((other) => other.name !== name), { name, view: whole(null) }])
  }

  function remove(view: SavedView): void {
    const isOther = ({ name }: SavedView) => name !== view.name
    setSaved(readSaved().filter(isOther))
    // Among those that were saved meanwhile; one of its name has taken its place.
    notifyUndo(`Removed the view "${view.name}".`, () => {
      if (readSaved().every(isOther)) setSaved([...readSaved(), view])
    })
  }

  async function saveAsFile(): Promise<void> {
    const body = `${JSON.stringify({ page: 'runs', runId: run.id, view: whole(choice) }, null, 2)}\n`
    const fileName = 'view.pithy-view.json'
    if (await saveFile({ fileName, mediaType: 'application/json', body })) notifyDone(`Saved ${fileName}.`)
  }

  async function openFile(file: File): Promise<void> {
    const place = placeInText(await file.text())
    if (place) go(place)
    else notifyFailure(`${file.name} is no view of a run that Pithy saved.`)
  }

  async function copyLink(runId: RunId): Promise<void> {
    try {
      const link = linkToPlace(window.location, { page: 'runs', runId, view: whole(choice) })
      // The desktop's own address means nothing elsewhere: what follows it opens this view in the web host.
      await navigator.clipboard.writeText(extras === null ? link : link.slice(link.indexOf('#')))
      notifyDone(
        extras === null
          ? 'Copied a link to this view. Put it into the address of a Pithy page that is open in this browser.'
          : 'Copied the end of a link to this view. Put it behind the address of this library’s web host.',
      )
    } catch {
      notifyFailure('The browser did not allow copying the link.')
    }
  }

  return (
    <>
      <Menu position="bottom-end">
        <Menu.Target>
          <IconButton icon="more" label="Views and links" testId="view-menu" />
        </Menu.Target>
        <Menu.Dropdown>
          <Menu.Item onClick={() => void copyLink(run.id)} data-testid="copy-view-link">
            Copy a link to this view
          </Menu.Item>
          <Menu.Item onClick={() => void save()} data-testid="save-view">
            Save this view…
          </Menu.Item>
          <Menu.Item onClick={() => void saveAsFile()} data-testid="save-view-file">
            Save this view as a file…
          </Menu.Item>
          <Menu.Item onClick={() => input.current?.click()}>Open a view from a file…</Menu.Item>
          <Menu.Item onClick={() => view.change(wholeRun)}>Show everything</Menu.Item>
          <Menu.Divider />
          <Menu.Item
            disabled={isBusy || run.errorCount === 0}
            onClick={() => ask('errors', 'the errors')}
            data-testid="again-errors"
          >
            Ask the errors again…
          </Menu.Item>
          <Menu.Item disabled={isBusy} onClick={() => ask('failures', 'what did not pass')}>
            Ask what did not pass again…
          </Menu.Item>
          {saved.length > 0 ? <Menu.Label>Saved views</Menu.Label> : null}
          {saved.map(({ name, view: kept }) => (
            // Two items side by side: a button within an item opens what it removes, and no arrow key comes to it.
            <div key={name} className={styles.saved}>
              <Menu.Item onClick={() => view.change(RunView.parse(kept))} data-testid="saved-view">
                {name}
              </Menu.Item>
              <Menu.Item
                aria-label={`Remove the view ${name}`}
                title={`Remove the view ${name}`}
                onClick={() => remove({ name, view: kept })}
                data-testid="remove-view"
              >
                <Icon name="cancel" size={14} />
              </Menu.Item>
            </div>
          ))}
        </Menu.Dropdown>
      </Menu>
      {dialog}
      <HiddenFileInput
        ref={input}
        accept=".json"
        label="View from a file"
        testId="open-view-file"
        onFile={(file) => void openFile(file)}
      />
    </>
  )
}
