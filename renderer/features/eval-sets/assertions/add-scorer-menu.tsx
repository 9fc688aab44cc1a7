import { Menu, TextInput } from '@mantine/core'
import { type ReactNode, useState } from 'react'
import styles from './assertions.module.css'
import { scorerGroups } from './scorer-groups.ts'

export interface AddScorerMenuProps {
  /** The button that opens it. */
  readonly children: ReactNode
  readonly onAdd: (scorer: string) => void
}

/** All scorers by group, narrowed by what is typed: words of a name or of what it does. */
export function AddScorerMenu({ children, onAdd }: AddScorerMenuProps) {
  const [search, setSearch] = useState('')
  const words = search.toLowerCase().split(/\s+/)
  const groups = scorerGroups()
    .map(({ label, scorers }) => ({
      label,
      scorers: scorers.filter(({ id, label: name, description }) => {
        const text = `${id} ${name} ${description}`.toLowerCase()
        return words.every((word) => text.includes(word))
      }),
    }))
    .filter(({ scorers }) => scorers.length > 0)
  const [first] = groups[0]?.scorers ?? []
  return (
    <Menu
      position="bottom-end"
      width={300}
      onClose={() => setSearch('')}
      styles={{ dropdown: { maxHeight: '70vh', overflowY: 'auto' } }}
    >
      <Menu.Target>{children}</Menu.Target>
      <Menu.Dropdown>
        <TextInput
          className={styles.find ?? ''}
          placeholder="Find a scorer"
          aria-label="Find a scorer"
          data-autofocus
          value={search}
          data-testid="find-scorer"
          onChange={(event) => setSearch(event.currentTarget.value)}
          onKeyDown={(event) => {
            if (event.key !== 'Enter' || !first) return
            event.preventDefault()
            onAdd(first.id)
          }}
        />
        {groups.length === 0 ? <Menu.Label>No scorer is called so.</Menu.Label> : null}
        {groups.map(({ label, scorers }) => (
          <div key={label}>
            <Menu.Label>{label}</Menu.Label>
            {scorers.map((scorer) => (
              <Menu.Item key={scorer.id} data-testid={`add-${scorer.id}`} onClick={() => onAdd(scorer.id)}>
                {scorer.label}
                <span className={styles.description}>{scorer.description}</span>
              </Menu.Item>
            ))}
          </div>
        ))}
      </Menu.Dropdown>
    </Menu>
  )
}
