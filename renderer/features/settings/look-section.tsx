import { SegmentedControl } from '@mantine/core'
import { Settings } from '../../../shared/domain/settings.ts'
import { useCommand } from '../../client/use-command.ts'
import { SettingsGroup } from './settings-group.tsx'

const Theme = Settings.shape.theme

export function LookSection({ theme }: Pick<Settings, 'theme'>) {
  const save = useCommand('settings.save')
  return (
    <SettingsGroup title="Look">
      <SegmentedControl
        aria-label="Theme"
        data-testid="theme"
        value={theme}
        data={[
          { value: 'system', label: 'As the system' },
          { value: 'light', label: 'Light' },
          { value: 'dark', label: 'Dark' },
        ]}
        onChange={(value) => void save.run({ theme: Theme.parse(value) })}
      />
    </SettingsGroup>
  )
}
