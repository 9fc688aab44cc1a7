import type { Client } from '../../../shared/contract/client.ts'
import { AppError } from '../../../shared/contract/errors.ts'
import type { Run } from '../../../shared/domain/run.ts'
import type { CheapestChoice, ColumnRef, Verdict } from '../../../shared/domain/verdict.ts'

export interface VerdictWish {
  /** A variant's label or name, with `@` and a model where the run has several. */
  readonly baseline?: string
  /** Looks at the hold-out, and is counted. */
  readonly confirm?: boolean
}

/** Every column against the baseline: on the hold-out where it was looked at, else on the development cases. */
export async function readVerdicts(client: Client, run: Run, wish: VerdictWish): Promise<readonly Verdict[]> {
  if (run.columns.length < 2) return []
  const baseline = wish.baseline === undefined ? null : columnNamed(run, wish.baseline)
  const confirmed = await client.call('verdicts.list', { runId: run.id, baseline, part: 'hold-out' })
  if (wish.confirm === true) {
    for (const { candidate, verdict } of confirmed.verdicts)
      if (verdict === null)
        await client.call('verdicts.look', { runId: run.id, baseline: confirmed.baseline, candidate })
  }
  const [onHoldOut, onDev] = await Promise.all([
    wish.confirm === true ? client.call('verdicts.list', { runId: run.id, baseline, part: 'hold-out' }) : confirmed,
    client.call('verdicts.list', { runId: run.id, baseline, part: 'dev' }),
  ])
  return onHoldOut.verdicts.flatMap(({ verdict }, index) => {
    const best = verdict ?? onDev.verdicts[index]?.verdict
    return best ? [best] : []
  })
}

/** The cheapest column that is not worse than the baseline: on the hold-out where all were looked at, else on the development cases. */
export async function readCheapest(client: Client, run: Run, wish: VerdictWish): Promise<CheapestChoice | null> {
  const baseline = wish.baseline === undefined ? null : columnNamed(run, wish.baseline)
  const onHoldOut = await client.call('verdicts.cheapest', { runId: run.id, baseline, part: 'hold-out' })
  return onHoldOut ?? (await client.call('verdicts.cheapest', { runId: run.id, baseline, part: 'dev' }))
}

function columnNamed({ columns }: Run, wish: string): ColumnRef {
  const found = columns.find(({ variantLabel, variantName, modelId }) =>
    [variantLabel, variantName].some((name) => name !== '' && (wish === name || wish === `${name}@${modelId}`)),
  )
  if (!found) {
    const names = columns.map(({ variantLabel, modelId }) => `${variantLabel}@${modelId}`)
    throw new AppError('not-found', `--baseline ${wish} is no column of the run. It has: ${names.join(', ')}.`)
  }
  return { variantId: found.variantId, modelId: found.modelId }
}
