import type { Output } from '../../../shared/contract/routes.ts'
import { Licences } from './licences.tsx'
import styles from './settings-group.module.css'
import { SettingsGroup } from './settings-group.tsx'

const HOSTS: Readonly<Record<Output<'app.hello'>['host'], string>> = {
  desktop: 'Desktop application',
  web: 'Web host, this machine only',
  cli: 'Command line',
  test: 'Test',
}

export function AboutSection({ version, buildId, host }: Omit<Output<'app.hello'>, 'libraryPath' | 'secretStorage'>) {
  return (
    <SettingsGroup title="About" actions={<Licences />}>
      <dl className={styles.facts} data-selectable>
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
