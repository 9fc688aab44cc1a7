import { SegmentedControl } from '@mantine/core'
import { useRemembered } from '../../client/use-remembered.ts'
import { LosslessPanel } from './lossless-panel.tsx'
import { RewritePanel } from './rewrite-panel.tsx'
import type { Desk } from './use-desk.ts'
import type { LosslessEdits } from './use-lossless-edits.ts'

export interface CompressPanelProps {
  readonly desk: Desk
  readonly lossless: LosslessEdits
  readonly onChoose: (letter: string) => void
}

/** Two ways to say it shorter: edits that lose nothing, found while typing, and a small model's rewrites. */
export function CompressPanel({ desk, lossless, onChoose }: CompressPanelProps) {
  const [way, setWay] = useRemembered<'lossless' | 'rewrite'>('compress-way', 'lossless')
  return (
    <>
      <div style={{ padding: '8px 12px 0' }}>
        <SegmentedControl
          fullWidth
          aria-label="How to compress"
          value={way}
          // The values below and nothing else.
          onChange={(value) => setWay(value as 'lossless' | 'rewrite')}
          data={[
            { value: 'lossless', label: 'Lossless edits' },
            { value: 'rewrite', label: 'Rewrite by a model' },
          ]}
        />
      </div>
      {way === 'lossless' ? (
        <LosslessPanel desk={desk} lossless={lossless} onChoose={onChoose} />
      ) : (
        <RewritePanel key={desk.variant.id} desk={desk} onChoose={onChoose} />
      )}
    </>
  )
}
