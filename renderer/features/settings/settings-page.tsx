import { useRoute } from '../../client/use-route.ts'
import { Page } from '../../ui/page.tsx'
import { FailedState, LoadingRows } from '../../ui/states.tsx'
import { AboutSection } from './about-section.tsx'
import { BudgetsSection } from './budgets-section.tsx'
import { DeadlinesSection } from './deadlines-section.tsx'
import { DesktopSection } from './desktop-section.tsx'
import { LibrarySection } from './library-section.tsx'
import { LookSection } from './look-section.tsx'
import { ProvidersSection } from './providers/providers-section.tsx'
import styles from './settings-page.module.css'
import { WorkSection } from './work-section.tsx'

/** Providers and their keys, what new work starts with, the look, and where everything is kept. */
export function SettingsPage() {
  const settings = useRoute('settings.get', {})
  const hello = useRoute('app.hello', {})
  const error = settings.error ?? hello.error
  if (error) {
    return <FailedState error={error} onRetry={() => void Promise.all([settings.refetch(), hello.refetch()])} />
  }
  if (!settings.data || !hello.data) return <LoadingRows rows={12} label="Loading settings" />
  return (
    <Page title="Settings" detail="Changes are saved as you make them">
      <div className={styles.column}>
        <ProvidersSection secretStorage={hello.data.secretStorage} />
        <BudgetsSection settings={settings.data} />
        <DeadlinesSection settings={settings.data} />
        <WorkSection settings={settings.data} />
        <LookSection theme={settings.data.theme} />
        <DesktopSection settings={settings.data} />
        <LibrarySection libraryPath={hello.data.libraryPath} />
        <AboutSection {...hello.data} />
      </div>
    </Page>
  )
}
