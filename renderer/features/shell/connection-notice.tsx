import { useConnection } from '../../client/services.tsx'
import { useRoute } from '../../client/use-route.ts'
import { Icon } from '../../ui/icon.tsx'
import styles from './frame.module.css'

/** One line above everything while the page cannot speak with the core, or was built for another one. */
export function ConnectionNotice() {
  const connection = useConnection()
  const hello = useRoute('app.hello', {})
  const text = noticeText(connection, hello.data?.buildId)
  if (text === null) return null
  return (
    <div className={styles.notice} role="alert" data-testid="connection-notice">
      <Icon name="warning" size={14} />
      {text}
    </div>
  )
}

function noticeText(connection: ReturnType<typeof useConnection>, buildId: string | undefined): string | null {
  if (connection === 'no-token') return 'The token is missing or out of date: open the address printed by pithy.'
  if (connection === 'lost')
    return 'Connection lost. Trying again; what you type is kept in this page until it is back.'
  if (buildId !== undefined && buildId !== __BUILD_ID__)
    return 'Pithy was updated. Reload this page to use the new version.'
  return null
}
