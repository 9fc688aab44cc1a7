import { Checkbox } from '@mantine/core'
import { checklist } from '../../../../shared/savings/checklist.ts'
import { useRemembered } from '../../../client/use-remembered.ts'
import styles from './calculators.module.css'

/** What saves outside of what can be measured here; ticks are remembered on this machine. */
export function Checklist() {
  const [ticked, setTicked] = useRemembered<readonly string[]>('savings-checklist', [])
  const groups = [...new Set(checklist.map(({ group }) => group))]
  return (
    <section aria-label="Checklist" className={styles.checklist}>
      {groups.map((group) => (
        <div key={group}>
          <h3>{group}</h3>
          {checklist
            .filter((item) => item.group === group)
            .map(({ id, title, detail }) => (
              <Checkbox
                key={id}
                label={title}
                description={detail}
                checked={ticked.includes(id)}
                onChange={(event) =>
                  setTicked(event.currentTarget.checked ? [...ticked, id] : ticked.filter((other) => other !== id))
                }
              />
            ))}
        </div>
      ))}
    </section>
  )
}
