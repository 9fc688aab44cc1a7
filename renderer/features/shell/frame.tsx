import type { ReactNode } from 'react'
import type { PageName } from '../../client/router.ts'
import { useConnection } from '../../client/services.tsx'
import { useDialogFocus } from '../../ui/use-dialog-focus.ts'
import { ConnectionNotice } from './connection-notice.tsx'
import styles from './frame.module.css'
import { NoToken } from './no-token.tsx'
import { Palette } from './palette.tsx'
import { Rail } from './rail.tsx'
import { ShortcutHelp } from './shortcut-help.tsx'
import { StatusBar } from './status-bar.tsx'
import { Tour } from './tour/tour.tsx'
import { TourOffer } from './tour/tour-offer.tsx'
import { UndoKeys } from './undo-keys.tsx'
import { useColorScheme } from './use-color-scheme.ts'
import { useShortcuts } from './use-shortcuts.ts'
import { WordList } from './word-list.tsx'

export interface PageLink {
  readonly name: PageName
  readonly label: string
}

/** The frame around every page: rail on the left, work area, status bar below. */
export function Frame({
  pageNames,
  children,
}: {
  readonly pageNames: readonly PageLink[]
  readonly children: ReactNode
}) {
  useShortcuts()
  useColorScheme()
  useDialogFocus()
  const connection = useConnection()
  return (
    <div className={styles.frame}>
      <ConnectionNotice />
      <TourOffer />
      <div className={styles.middle}>
        <Rail pages={pageNames} />
        <main className={styles.work}>{connection === 'no-token' ? <NoToken /> : children}</main>
      </div>
      <StatusBar />
      <Palette pages={pageNames} />
      <ShortcutHelp />
      <WordList />
      <Tour />
      <UndoKeys />
    </div>
  )
}
