import { Tooltip } from '@mantine/core'
import { useMediaQuery } from '@mantine/hooks'
import type { Place } from '../../client/router.ts'
import { useNavigate, usePlace } from '../../client/services.tsx'
import { useActions } from '../../client/use-actions.ts'
import { useRemembered } from '../../client/use-remembered.ts'
import { Icon, type IconName } from '../../ui/icon.tsx'
import { IconButton } from '../../ui/icon-button.tsx'
import type { PageLink } from './frame.tsx'
import { ProjectSwitcher } from './project-switcher.tsx'
import styles from './rail.module.css'

type RailPage = Exclude<Place['page'], 'export' | 'squeeze'>

const ICONS: Readonly<Record<RailPage, IconName>> = {
  prompts: 'prompts',
  'eval-sets': 'eval-sets',
  runs: 'runs',
  savings: 'savings',
  models: 'models',
  settings: 'settings',
}

/** In a window like this the names of pages are worth less than the room for the work. */
const NARROW = '(max-width: 1080px)'

/** Pages, most used first; folds to icons and remembers it, for narrow windows by itself. */
export function Rail({ pages }: { readonly pages: readonly PageLink[] }) {
  const place = usePlace()
  const { go } = useNavigate()
  const isNarrow = useMediaQuery(NARROW, false, { getInitialValueInEffect: false })
  const [isFolded, setIsFolded] = useRemembered(isNarrow ? 'rail-folded-narrow' : 'rail-folded', isNarrow)
  useActions([
    { id: 'rail', label: 'Fold or unfold the rail', group: 'View', keys: 'mod+b', run: () => setIsFolded(!isFolded) },
  ])
  return (
    <nav className={styles.rail} data-folded={isFolded} aria-label="Pages">
      <ProjectSwitcher isFolded={isFolded} />
      <ul className={styles.list}>
        {pages.map(({ name, label }) => {
          if (name === 'export' || name === 'squeeze') return null
          const isCurrent =
            place.page === name || (name === 'prompts' && (place.page === 'export' || place.page === 'squeeze'))
          return (
            <li key={name} data-low={name === 'models'}>
              <Tooltip label={label} position="right" disabled={!isFolded}>
                <button
                  type="button"
                  className={styles.link}
                  aria-current={isCurrent ? 'page' : undefined}
                  aria-label={label}
                  data-testid={`rail-${name}`}
                  onClick={() => go({ page: name })}
                >
                  <Icon name={ICONS[name]} />
                  {isFolded ? null : <span>{label}</span>}
                </button>
              </Tooltip>
            </li>
          )
        })}
      </ul>
      <div className={styles.foot}>
        <IconButton
          icon="pane-left"
          label={isFolded ? 'Unfold the rail' : 'Fold the rail'}
          keys="Ctrl+B"
          onClick={() => setIsFolded(!isFolded)}
        />
      </div>
    </nav>
  )
}
