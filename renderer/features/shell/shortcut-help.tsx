import { Modal } from '@mantine/core'
import { Fragment, useState } from 'react'
import { useStore } from 'zustand'
import { useNavigate, useServices } from '../../client/services.tsx'
import { useActions } from '../../client/use-actions.ts'
import { useTabSwitch } from '../../client/use-tab-switch.ts'
import { Keys } from '../../ui/marks.tsx'
import { notifyDone } from '../../ui/notify.tsx'
import styles from './frame.module.css'
import { groupActions } from './group-actions.ts'

/** `?`: the keys that do something on this page, now. */
export function ShortcutHelp() {
  const [isOpen, setIsOpen] = useState(false)
  const { actions } = useServices()
  const offered = useStore(actions, (store) => store.sources)
  const { go } = useNavigate()
  const { leavesText, toggle } = useTabSwitch()
  useActions([
    { id: 'about', label: 'About Pithy', group: 'Help', run: () => go({ page: 'settings' }) },
    {
      id: 'tab-key',
      label: leavesText ? 'Tab types a tab into texts again' : 'Tab leaves a text instead of typing a tab',
      group: 'View',
      keys: 'alt+m',
      run: () => {
        toggle()
        notifyDone(leavesText ? 'Tab types a tab.' : 'Tab goes on to the next control. Alt+M turns it back.')
      },
    },
    { id: 'help', label: 'Show the keyboard shortcuts', group: 'View', keys: '?', run: () => setIsOpen(true) },
  ])
  const groups = [...groupActions(offered)]
    .map(([group, list]) => [group, list.filter(({ keys }) => keys !== undefined)] as const)
    .filter(([, list]) => list.length > 0)
  return (
    <Modal
      opened={isOpen}
      onClose={() => setIsOpen(false)}
      title="Keyboard shortcuts"
      size={420}
      closeButtonProps={{ 'aria-label': 'Close' }}
    >
      <table className={styles.keysTable}>
        <tbody>
          {groups.map(([group, list]) => (
            <Fragment key={group}>
              <tr>
                <th colSpan={2}>{group}</th>
              </tr>
              {list.map(({ id, label, keys }) => (
                <tr key={id}>
                  <td>{label}</td>
                  <td>
                    <Keys keys={keys ?? ''} />
                  </td>
                </tr>
              ))}
            </Fragment>
          ))}
        </tbody>
      </table>
    </Modal>
  )
}
