import { useRef, useState } from 'react'
import type { ModelId } from '../../../../shared/domain/ids.ts'
import type { PriceImportPreview } from '../../../../shared/domain/price-import.ts'
import { firstTicked } from '../../../../shared/price-book/first-ticked.ts'
import { useClient } from '../../../client/services.tsx'
import { useCommand } from '../../../client/use-command.ts'
import { notifyDone, notifyUndo } from '../../../ui/notify.tsx'

/** routes.ts has the same limit; UTF-8 needs at most 3 bytes for one of its characters. */
const MAX_BYTES = 60_000_000

export type PriceImportState =
  | { readonly step: 'closed' }
  /** `problem`: why the file before was not taken. */
  | { readonly step: 'choosing'; readonly problem: string | null }
  | { readonly step: 'reading'; readonly name: string }
  | {
      readonly step: 'approving'
      readonly name: string
      readonly preview: PriceImportPreview
      readonly ticked: ReadonlySet<ModelId>
    }

export interface PriceImport {
  readonly state: PriceImportState
  readonly isApplying: boolean
  readonly open: () => void
  readonly close: () => void
  readonly takeFile: (file: File) => void
  readonly setTicked: (ticked: ReadonlySet<ModelId>) => void
  readonly apply: () => void
}

/** The way of a price list from the file to the user's own entries; nothing is stored before it was approved. */
export function usePriceImport(): PriceImport {
  const client = useClient()
  const applyImport = useCommand('prices.apply-import')
  const [state, setState] = useState<PriceImportState>({ step: 'closed' })
  const turn = useRef(0)

  async function take(file: File): Promise<void> {
    turn.current += 1
    const mine = turn.current
    const show = (next: PriceImportState) => {
      if (mine === turn.current) setState(next)
    }
    show({ step: 'reading', name: file.name })
    try {
      if (file.size > MAX_BYTES) throw new Error(`${file.name} is too large for a price list.`)
      // The day the file was saved is the day its prices were read, as far as can be told.
      const readOn = new Date(file.lastModified).toISOString().slice(0, 10)
      const preview = await client.call('prices.preview-import', { text: await file.text(), format: null, readOn })
      show({ step: 'approving', name: file.name, preview, ticked: firstTicked(preview) })
    } catch (error) {
      show({ step: 'choosing', problem: error instanceof Error ? error.message : 'The file could not be read.' })
    }
  }

  async function apply(): Promise<void> {
    if (state.step !== 'approving') return
    const models = state.preview.entries.flatMap(({ model }) => (state.ticked.has(model.id) ? [model] : []))
    const undo = await applyImport.run({ models })
    if (!undo) return
    setState({ step: 'closed' })
    notifyUndo(`Took ${counted(models.length)} from ${state.preview.formatLabel}.`, () => {
      void applyImport.run(undo).then((done) => done && notifyDone('The prices are as they were before the import.'))
    })
  }

  return {
    state,
    isApplying: applyImport.isRunning,
    open: () => setState({ step: 'choosing', problem: null }),
    close() {
      turn.current += 1
      setState({ step: 'closed' })
    },
    takeFile: (file) => void take(file),
    setTicked: (ticked) => setState((before) => (before.step === 'approving' ? { ...before, ticked } : before)),
    apply: () => void apply(),
  }
}

function counted(models: number): string {
  return models === 1 ? '1 model' : `${models.toLocaleString('en-US')} models`
}
