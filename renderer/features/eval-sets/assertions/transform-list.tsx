import { Menu } from '@mantine/core'
import { OutputTransform } from '../../../../shared/domain/score.ts'
import { IconButton } from '../../../ui/icon-button.tsx'
import { transformLabel } from './assertion-text.ts'
import styles from './assertions.module.css'
import { TransformFields } from './transform-fields.tsx'

const MAX_TRANSFORMS = 10
const KINDS = OutputTransform.options.map(({ shape }) => shape.kind.value)

export interface TransformListProps {
  readonly transforms: readonly OutputTransform[]
  readonly onChange: (transforms: OutputTransform[]) => void
}

/** What an output goes through, from first to last, before the scorer sees it. */
export function TransformList({ transforms, onChange }: TransformListProps) {
  function swap(at: number): void {
    const next = [...transforms]
    const [moved] = next.splice(at, 1)
    if (moved) next.splice(at - 1, 0, moved)
    onChange(next)
  }

  return (
    <div>
      <div className={styles.labelRow}>
        <span>Before scoring</span>
        <Menu position="bottom-end">
          <Menu.Target>
            <button
              type="button"
              className={styles.link}
              disabled={transforms.length >= MAX_TRANSFORMS}
              data-testid="add-transform"
            >
              Add transform
            </button>
          </Menu.Target>
          <Menu.Dropdown>
            {KINDS.map((kind) => (
              <Menu.Item
                key={kind}
                data-testid={`add-transform-${kind}`}
                onClick={() => onChange([...transforms, newTransform(kind)])}
              >
                {transformLabel(kind)}
              </Menu.Item>
            ))}
          </Menu.Dropdown>
        </Menu>
      </div>
      {transforms.length === 0 ? <p className={styles.small}>The output is scored as it is.</p> : null}
      <ol className={styles.transforms}>
        {transforms.map((transform, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: transforms have no identity, and two may be equal
          <li key={index} className={styles.transform} data-testid="transform">
            <div className={styles.transformHead}>
              <span className={styles.step}>{index + 1}</span>
              <span className={styles.grow}>{transformLabel(transform.kind)}</span>
              <IconButton
                icon="arrow-up"
                label={`Move transform ${index + 1} up`}
                size={20}
                isDisabled={index === 0}
                onClick={() => swap(index)}
              />
              <IconButton
                icon="cancel"
                label={`Remove transform ${index + 1}`}
                size={20}
                onClick={() => onChange(transforms.filter((_, at) => at !== index))}
              />
            </div>
            <TransformFields
              transform={transform}
              onChange={(next) => onChange(transforms.map((one, at) => (at === index ? next : one)))}
            />
          </li>
        ))}
      </ol>
    </div>
  )
}

function newTransform(kind: OutputTransform['kind']): OutputTransform {
  switch (kind) {
    case 'trim':
    case 'lower-case':
      return { kind }
    case 'regex-extract':
      return { kind, pattern: '', flags: 'i', group: 1, pick: 'first', otherwise: 'empty' }
    case 'json-path':
      return { kind, path: '$.' }
    default:
      return kind satisfies never
  }
}
