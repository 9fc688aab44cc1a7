import { Button } from '@mantine/core'
import { useNavigate } from '../../../client/services.tsx'
import { useActions } from '../../../client/use-actions.ts'
import { Icon } from '../../../ui/icon.tsx'
import { IconButton } from '../../../ui/icon-button.tsx'
import { SpotFrame } from './spot-frame.tsx'
import { tourSteps } from './steps.ts'
import styles from './tour.module.css'
import { useTour } from './use-tour.ts'

/** The main job on the sample project, in five steps: a card that never covers the work, and can be left at any time. */
export function Tour() {
  const tour = useTour()
  const { go } = useNavigate()
  useActions(
    tour.isPossible
      ? [{ id: 'tour', label: 'Take the tour: the main job in five steps', group: 'Help', run: () => tour.show(0) }]
      : [],
  )
  if (tour.progress === 'finished') {
    return (
      <aside className={styles.card} aria-label="Tour" data-testid="tour">
        <Head count="done" onLeave={tour.leave} />
        <h2 className={styles.title}>That is the main job</h2>
        <p className={styles.text}>
          Now your own: bring a prompt in (Prompts, Import), your cases (Eval sets, Import), and a key or a local model
          (Settings). "?" shows the keys of each page, and the palette has the words.
        </p>
        <div className={styles.foot}>
          <Button
            variant="default"
            onClick={() => {
              tour.leave()
              go({ page: 'settings' })
            }}
          >
            Add a key
          </Button>
          <Button onClick={tour.leave} ref={takeFocus}>
            Close
          </Button>
        </div>
      </aside>
    )
  }
  const { step, state, index } = tour
  if (!step) return null
  const missing = state && (step.missing?.(state) ?? null)
  const isDone = state !== null && (step.isDone?.(state) ?? false)
  return (
    <>
      <SpotFrame testIds={step.targets} />
      <aside className={styles.card} aria-label="Tour" data-testid="tour">
        <Head count={`${index + 1} of ${tourSteps.length}`} onLeave={tour.leave} />
        <div aria-live="polite">
          <h2 className={styles.title}>{step.title}</h2>
          <p className={styles.text}>{step.text}</p>
          {missing ? <p className={styles.missing}>{missing}</p> : null}
          {isDone ? (
            <p className={styles.done}>
              <Icon name="check" size={14} /> Done.
            </p>
          ) : null}
        </div>
        <div className={styles.foot}>
          <Button variant="subtle" onClick={tour.leave}>
            Leave
          </Button>
          <span className={styles.space} />
          {index > 0 ? (
            <Button variant="default" onClick={() => tour.show(index - 1)}>
              Back
            </Button>
          ) : null}
          <Button
            key={index}
            variant={isDone || !step.isDone ? 'filled' : 'default'}
            onClick={() => tour.show(index + 1)}
            data-testid="tour-next"
            ref={takeFocus}
          >
            {index + 1 === tourSteps.length ? 'Finish' : 'Next'}
          </Button>
        </div>
      </aside>
    </>
  )
}

/** Once for each step: the button that was pressed, of this step or of the offer, may be gone, and the focus with it. */
function takeFocus(button: HTMLButtonElement | null): void {
  if (document.activeElement === document.body) button?.focus()
}

function Head({ count, onLeave }: { readonly count: string; readonly onLeave: () => void }) {
  return (
    <div className={styles.head}>
      <span className={styles.count}>Tour · {count}</span>
      <IconButton icon="cancel" label="Leave the tour" size={20} onClick={onLeave} testId="tour-leave" />
    </div>
  )
}
