import { SegmentedControl } from '@mantine/core'
import { useRemembered } from '../../../client/use-remembered.ts'
import { LintPanel } from '../lint/lint-panel.tsx'
import type { Lint } from '../lint/use-lint.ts'
import type { Desk } from '../use-desk.ts'
import { RewritePanel } from './rewrite-panel.tsx'
import { SqueezeCall } from './squeeze-call.tsx'

export interface CompressPanelProps {
  readonly desk: Desk
  readonly lint: Lint
  readonly onChoose: (letter: string) => void
}

/** Squeeze, which does it all with proof; below it the two ways by hand: what the rules find, and a small model's rewrites. */
export function CompressPanel({ desk, lint, onChoose }: CompressPanelProps) {
  const [way, setWay] = useRemembered<'lossless' | 'rewrite'>('compress-way', 'lossless')
  return (
    <>
      <SqueezeCall desk={desk} />
      <div style={{ padding: '8px 12px 0' }}>
        <SegmentedControl
          fullWidth
          aria-label="How to compress by hand"
          value={way}
          // The values below and nothing else.
          onChange={(value) => setWay(value as 'lossless' | 'rewrite')}
          data={[
            { value: 'lossless', label: 'Lint and fixes' },
            { value: 'rewrite', label: 'Rewrite by a model' },
          ]}
        />
      </div>
      {way === 'lossless' ? (
        <LintPanel desk={desk} lint={lint} onChoose={onChoose} />
      ) : (
        <RewritePanel key={desk.variant.id} desk={desk} onChoose={onChoose} />
      )}
    </>
  )
}
