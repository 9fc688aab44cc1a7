import { Menu } from '@mantine/core'
import { useEffect, useRef, useState } from 'react'
import { type Variant, variantLabel } from '../../../shared/domain/prompt.ts'
import { Explain } from '../../ui/explain.tsx'
import { Icon } from '../../ui/icon.tsx'
import { InlineEdit } from '../../ui/inline-edit.tsx'
import { Delta } from '../../ui/marks.tsx'
import { VariantBadge } from '../../ui/variant-badge.tsx'
import { formatChange, formatCount } from './tokens/format-count.ts'
import countStyles from './tokens/token-count.module.css'
import { useTemplateTokens } from './tokens/use-template-tokens.ts'
import type { Desk } from './use-desk.ts'
import type { VariantCommands } from './use-variant-commands.ts'
import styles from './variant-tabs.module.css'

export interface VariantTabsProps {
  readonly variants: readonly Variant[]
  readonly desk: Desk
  readonly onChoose: (letter: string) => void
  readonly commands: VariantCommands
}

/** A, B, C …: each with its tokens, and how many fewer or more than the first. */
export function VariantTabs({ variants, desk, onChoose, commands }: VariantTabsProps) {
  const saved = useTemplateTokens(variants)
  const tokens = variants.map((variant, index) =>
    variant.letter === desk.variant.letter ? desk.totalTokens : (saved[index] ?? null),
  )
  const [renaming, setRenaming] = useState<string | null>(null)
  const tabs = useRef<HTMLDivElement>(null)
  const current = desk.variant.letter
  useEffect(() => {
    const strip = tabs.current
    const tab = strip?.querySelector<HTMLElement>(`[data-letter="${current}"]`)
    if (!strip || !tab) return
    // Not scrollIntoView: from what it shows, Tab would go on, instead of from the top of the page.
    const right = tab.offsetLeft + tab.offsetWidth - strip.clientWidth
    strip.scrollLeft = Math.min(Math.max(strip.scrollLeft, right), tab.offsetLeft)
  }, [current])
  return (
    <div className={styles.bar}>
      <div className={styles.tabs} role="tablist" aria-label="Variants" ref={tabs}>
        {variants.map((variant, index) => {
          const isCurrent = variant.letter === current
          return (
            <div key={variant.letter} className={styles.tab} data-current={isCurrent} data-letter={variant.letter}>
              {renaming === variant.letter ? (
                <span className={styles.renaming}>
                  <VariantBadge label={variantLabel(variant)} />
                  <InlineEdit
                    value={variant.name}
                    label={`Name of variant ${variantLabel(variant)}`}
                    mayBeEmpty
                    startsOpen
                    onSave={(name) => void commands.rename(variant, name)}
                    onDone={() => setRenaming(null)}
                    testId="variant-name"
                  />
                </span>
              ) : (
                <button
                  type="button"
                  role="tab"
                  className={styles.choose}
                  aria-selected={isCurrent}
                  data-testid={`variant-tab-${variant.letter}`}
                  title={variant.note || undefined}
                  onClick={() => onChoose(variant.letter)}
                  onDoubleClick={() => setRenaming(variant.letter)}
                >
                  <VariantBadge label={variantLabel(variant)} />
                  {variant.name ? <span className={styles.name}>{variant.name}</span> : null}
                  <TabTokens count={tokens[index] ?? null} baseline={index === 0 ? null : (tokens[0] ?? null)} />
                </button>
              )}
            </div>
          )
        })}
      </div>
      <TabMenu
        variant={desk.variant}
        isOnly={variants.length === 1}
        commands={commands}
        onRename={() => setRenaming(desk.variant.letter)}
      />
      <button
        type="button"
        className={styles.add}
        data-testid="new-variant"
        aria-label="New variant"
        title={`A new variant that starts as a copy of ${variantLabel(desk.variant)} (Alt+N)`}
        onClick={() => void commands.fork(desk.variant)}
      >
        <Icon name="add" size={14} />
        <span>New variant</span>
      </button>
      <Explain word="variant" />
    </div>
  )
}

function TabTokens({ count, baseline }: { readonly count: number | null; readonly baseline: number | null }) {
  const change = count !== null && baseline !== null ? formatChange(count, baseline) : null
  return (
    <span className={countStyles.tokens}>
      {formatCount(count)} tok{' '}
      {change && count !== null && baseline !== null ? (
        <Delta text={change} tone={count < baseline ? 'good' : count > baseline ? 'bad' : 'neutral'} />
      ) : null}
    </span>
  )
}

interface TabMenuProps {
  readonly variant: Variant
  readonly isOnly: boolean
  readonly commands: VariantCommands
  readonly onRename: () => void
}

function TabMenu({ variant, isOnly, commands, onRename }: TabMenuProps) {
  const label = variantLabel(variant)
  return (
    <Menu>
      <Menu.Target>
        <button
          type="button"
          className={styles.more}
          aria-label={`More for variant ${label}`}
          data-testid="variant-menu"
        >
          <Icon name="more" size={14} />
        </button>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Item leftSection={<Icon name="copy" size={14} />} onClick={() => void commands.fork(variant)}>
          New variant from {label}
        </Menu.Item>
        <Menu.Item leftSection={<Icon name="edit" size={14} />} onClick={onRename}>
          Rename
        </Menu.Item>
        <Menu.Item
          leftSection={<Icon name="archive" size={14} />}
          disabled={isOnly}
          onClick={() => void commands.archive(variant)}
        >
          Archive
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  )
}
