import { createHash } from 'node:crypto'
import type { Client } from '../../../../shared/contract/client.ts'
import type { EvalCase } from '../../../../shared/domain/eval-set.ts'
import type { VariantId } from '../../../../shared/domain/ids.ts'
import type { Cell, Run } from '../../../../shared/domain/run.ts'
import type { Shard, Snapshot, SnapshotCase } from '../../../../shared/gate/snapshot.ts'
import { canonicalJson } from '../../../core/json/canonical-json.ts'

const PAGE = 500

/** The results of a run as a snapshot; with a shard, positions are those in the whole set of cases. */
export async function takeSnapshot(
  client: Client,
  run: Run,
  { planHash, shard = null }: { readonly planHash: string; readonly shard?: Shard | null },
): Promise<Snapshot> {
  const summary = await client.call('results.summary', { runId: run.id })
  const promptHashes = await Promise.all(run.columns.map(({ variantId }) => promptHashOf(client, variantId)))
  const cases: SnapshotCase[][] = run.columns.map(() => [])
  const seen = new Map<string, number>()
  for (let offset = 0; ; offset += PAGE) {
    const { rows, total } = await client.call('results.page', { runId: run.id, offset, limit: PAGE, outputLimit: 50 })
    for (const { evalCase, cells } of rows) {
      const cluster = hashOf({ variables: evalCase.variables, expected: evalCase.expected })
      const number = (seen.get(cluster) ?? 0) + 1
      seen.set(cluster, number)
      const position = shard ? shard.index + (evalCase.position - 1) * shard.count : evalCase.position
      const about = { key: `${cluster}-${number}`, cluster, position }
      for (const [index, own] of cases.entries()) own.push(caseOf(about, cells[index] ?? [], run.spec.repeats))
    }
    if (offset + PAGE >= total) break
  }
  return {
    format: 'pithy-snapshot',
    version: 1,
    name: run.name,
    createdAt: run.finishedAt ?? run.createdAt,
    planHash,
    isComplete: run.state === 'complete' && run.errorCount === 0,
    columns: run.columns.map(({ variantName, variantLabel, modelId }, index) => ({
      prompt: variantName === '' ? variantLabel : variantName,
      modelId,
      isSimulation: summary[index]?.isSimulation ?? false,
      ...(promptHashes[index] === undefined ? {} : { promptHash: promptHashes[index] }),
      cases: cases[index] ?? [],
    })),
  }
}

/** Locks are marks of the editor: they are never sent. */
async function promptHashOf(client: Client, variantId: VariantId): Promise<string> {
  const { content, partials } = await client.call('variants.get', { variantId })
  const messages = content.messages.map(({ role, template }) => ({ role, template }))
  return hashOf({ messages, parameters: content.parameters, partials: partials ?? {} })
}

/** Hash of any plain value; the same in every library and on every machine. */
export function hashOf(value: unknown): string {
  return createHash('sha256').update(canonicalJson(value)).digest('hex').slice(0, 32)
}

function caseOf(
  about: Pick<SnapshotCase, 'key' | 'cluster'> & Pick<EvalCase, 'position'>,
  cells: readonly Cell[],
  trials: number,
): SnapshotCase {
  const answered = cells.filter(({ state }) => state === 'answered')
  const scores = answered.flatMap(({ score }) => score ?? [])
  const costs = answered.flatMap(({ costNanoUsd }) => costNanoUsd ?? [])
  const isWhole = answered.length === trials
  return {
    ...about,
    trials,
    failed: trials - answered.length,
    score: isWhole && scores.length === trials ? mean(scores) : null,
    passed: answered.filter(({ hasPassed }) => hasPassed === true).length,
    scored: answered.filter(({ hasPassed }) => hasPassed !== null).length,
    costNanoUsd: isWhole && costs.length === trials ? mean(costs) : null,
    ...placesOf(answered),
    latenciesMs: answered.flatMap(({ latencyMs }) => (latencyMs === null ? [] : Math.round(latencyMs))),
  }
}

/** Nothing where there is nothing, which is mostly so. */
function placesOf(cells: readonly Cell[]): Pick<SnapshotCase, 'failedAssertions' | 'openAssertions'> {
  const placed = cells.flatMap(({ assertions }) => assertions.map(({ hasPassed }, index) => ({ hasPassed, index })))
  const of = (wanted: false | null) => [
    ...new Set(placed.filter(({ hasPassed }) => hasPassed === wanted).map(({ index }) => index)),
  ]
  const [failed, open] = [of(false), of(null)]
  return {
    ...(failed.length > 0 ? { failedAssertions: failed } : {}),
    ...(open.length > 0 ? { openAssertions: open } : {}),
  }
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length
}
