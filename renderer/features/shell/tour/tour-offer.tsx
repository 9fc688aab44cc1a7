import { Button } from '@mantine/core'
import { usePlace } from '../../../client/services.tsx'
import { IconButton } from '../../../ui/icon-button.tsx'
import styles from './tour.module.css'
import { useTour } from './use-tour.ts'

/** One line over the sample project's prompts, until the tour was taken or refused once. */
export function TourOffer() {
  const tour = useTour()
  const { page } = usePlace()
  if (tour.progress !== 'new' || !tour.isInSample || page !== 'prompts') return null
  return (
    <div className={styles.offer} data-testid="tour-offer">
      <span>This is a sample project to learn on. The main job takes five steps; nothing is spent.</span>
      <Button variant="default" size="compact-xs" onClick={() => tour.show(0)} data-testid="tour-start">
        Take the tour
      </Button>
      <IconButton icon="cancel" label="No tour" size={20} onClick={tour.leave} testId="tour-refuse" />
    </div>
  )
}
