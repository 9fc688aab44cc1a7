import type { Output } from '../../../shared/contract/routes.ts'
import { CopyButton } from '../../ui/copy-button.tsx'
import styles from './settings-group.module.css'
import { SettingsGroup } from './settings-group.tsx'

const HOSTS: Readonly<Record<Output<'app.hello'>['host'], string>> = {
  desktop: 'Desktop application',
  web: 'Web host, this machine only',
  cli: 'Command line',
  test: 'Test',
}

export function AboutSection({ libraryPath, version, buildId, host }: Output<'app.hello'>) {
  return (
    <SettingsGroup
      title="Library"
      note="One file holds all projects, prompts, cases, runs and settings. Keys are never in it. Back it up by copying it while Pithy is closed."
    >
      <dl className={styles.facts} data-selectable>
        <dt>Library file</dt>
        <dd>
          <span className="mono" data-testid="library-path">
            {libraryPath}
          </span>
          <CopyButton text={libraryPath} label="Copy the path" />
        </dd>
        <dt>Version</dt>
        <dd data-testid="app-version">
          Pithy {version} ({buildId})
        </dd>
        <dt>Runs as</dt>
        <dd>{HOSTS[host]}</dd>
      </dl>
    </SettingsGroup>
  )
}
