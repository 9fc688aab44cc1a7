import { Button, Switch } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import type { Settings } from '../../../shared/domain/settings.ts'
import type { DesktopExtras } from '../../client/preload-api.ts'
import { useServices } from '../../client/services.tsx'
import { useCommand } from '../../client/use-command.ts'
import { plural } from '../../ui/figures.ts'
import styles from './settings-group.module.css'
import { SettingsGroup } from './settings-group.tsx'
import { UpdateSetting } from './update-setting.tsx'

/** What only the desktop application has; nothing in a browser. */
export function DesktopSection({ settings }: { readonly settings: Settings }) {
  const { extras } = useServices()
  const save = useCommand('settings.save')
  if (extras === null) return null
  return (
    <SettingsGroup title="Desktop">
      <Switch
        label="Notify me when work of more than 20 seconds ends and Pithy is not in front"
        checked={settings.notifiesRunEnd}
        data-testid="notify-run-end"
        onChange={(event) => void save.run({ notifiesRunEnd: event.currentTarget.checked })}
      />
      <Facts extras={extras} settings={settings} />
    </SettingsGroup>
  )
}

function Facts({ extras, settings }: { readonly extras: DesktopExtras; readonly settings: Settings }) {
  const { data } = useQuery({ queryKey: ['desktop-facts'], queryFn: () => extras.facts() })
  if (!data) return null
  const { looksForUpdates, updateAddress } = settings
  return (
    <>
      <UpdateSetting
        {...{ looksForUpdates, updateAddress }}
        builtIn={data.updateAddress}
        outcome={data.updateOutcome}
      />
      <dl className={styles.facts} data-selectable>
        <dt>Crash reports</dt>
        <dd data-testid="crash-reports">
          {data.crashes === 0 ? 'None' : plural(data.crashes, 'report')}. They stay in this folder; nothing is sent.
          <Button variant="subtle" onClick={() => void extras.showFolder('crashes')}>
            Show folder
          </Button>
          <Button variant="subtle" onClick={() => void extras.showFolder('logs')}>
            Show logs
          </Button>
        </dd>
        <dt>Built on</dt>
        <dd data-testid="desktop-versions">
          Electron {data.electron}, Chromium {data.chrome}, Node {data.node}
        </dd>
      </dl>
    </>
  )
}
