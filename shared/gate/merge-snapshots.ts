import { AppError } from '../contract/errors.ts'
import type { Snapshot, SnapshotColumn } from './snapshot.ts'

/**
 * The parts of a sharded gate as one snapshot, with its cases in their order.
 *
 * @throws AppError `bad-input` when a part is missing, there twice, or of another plan
 */
export function mergeSnapshots(parts: readonly Snapshot[]): Snapshot {
  const [first] = parts
  const shards = parts.map(({ part }) => part?.shard)
  const count = shards[0]?.count
  if (!first?.part || count === undefined || shards.some((shard) => shard?.count !== count))
    throw new AppError('bad-input', 'These files are not the parts of one gate: make them by "pithy gate --shard i/n".')
  if (parts.some(({ planHash }) => planHash !== first.planHash))
    throw new AppError('bad-input', 'The parts come from different plans: run every shard on the same commit.')
  const missing = Array.from({ length: count }, (_, index) => index + 1).filter(
    (index) => !shards.some((shard) => shard?.index === index),
  )
  if (missing.length > 0)
    throw new AppError(
      'bad-input',
      `Of ${count} parts, ${missing.join(', ')} ${missing.length === 1 ? 'is' : 'are'} missing.`,
    )
  if (parts.length !== count)
    throw new AppError('bad-input', `There are ${parts.length} files for ${count} parts: name each part once.`)
  return {
    ...first,
    isComplete: parts.every(({ isComplete }) => isComplete),
    columns: first.columns.map((column) => mergeColumn(column, parts)),
  }
}

function mergeColumn(column: SnapshotColumn, parts: readonly Snapshot[]): SnapshotColumn {
  const cases = parts.flatMap(({ columns }) => {
    const same = columns.find(({ prompt, modelId }) => prompt === column.prompt && modelId === column.modelId)
    return same?.cases ?? []
  })
  // Cases that say the same may lie in different parts, each of which numbers them from 1.
  const seen = new Map<string, number>()
  const numbered = cases
    .sort((a, b) => a.position - b.position)
    .map((one) => {
      const number = (seen.get(one.cluster) ?? 0) + 1
      seen.set(one.cluster, number)
      return { ...one, key: `${one.cluster}-${number}` }
    })
  return { ...column, cases: numbered }
}
