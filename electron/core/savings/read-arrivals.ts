import type { RecordedArrivals, SavingsInput } from '../../../shared/savings/savings-input.ts'
import type { CoreContext } from '../core-context.ts'

/** Fewer say little of how often a cache is asked. */
const FEWEST = 100

/** The times of calls that caches are reckoned with, as the user chose; where what was asked for is not there, why. */
export async function readArrivals(
  { store }: Pick<CoreContext, 'store'>,
  input: SavingsInput,
  signal: AbortSignal,
): Promise<Pick<SavingsInput, 'arrivals' | 'arrivalsMissing'>> {
  const { arrivalsFrom, arrivalTag } = input.assumptions
  const modelId = input.columns[input.baselineNo]?.modelId
  if (arrivalsFrom === 'profile' || modelId === undefined) return { arrivals: null, arrivalsMissing: null }
  if (arrivalsFrom === 'run') return ofRun(input)
  // Without being asked for, calls to other models are not taken for those of the prompt.
  const wanted = { modelId: arrivalsFrom === 'logs' ? null : modelId, tag: arrivalTag }
  const { calls, isCut } = await store.spend.arrivals(input.run.projectId, wanted, signal)
  const modelText = wanted.modelId === null ? '' : `to ${modelId} `
  const tagText = arrivalTag === null ? '' : `, ${arrivalTag.name} = ${arrivalTag.value}`
  if (calls.length < FEWEST) {
    const found = `${calls.length} single answered calls ${modelText}with a time${tagText}`
    const missing = `The usage logs have ${found}; below ${FEWEST} they are not replayed.`
    return { arrivals: null, arrivalsMissing: arrivalsFrom === 'logs' || arrivalTag !== null ? missing : null }
  }
  const count = calls.length.toLocaleString('en-US')
  const label = `the ${isCut ? 'newest ' : ''}${count} calls ${modelText}in the usage logs${tagText}`
  return { arrivals: toArrivals(label, calls), arrivalsMissing: null }
}

function ofRun(input: SavingsInput): Pick<SavingsInput, 'arrivals' | 'arrivalsMissing'> {
  const calls = (input.answers[input.baselineNo] ?? [])
    .flatMap((trials) => trials.flatMap(({ answeredAtMs }) => (answeredAtMs === null ? [] : [answeredAtMs])))
    .sort((a, b) => a - b)
    .map((atMs) => ({ atMs, key: null }))
  if (calls.length < FEWEST) {
    const arrivalsMissing = `The run has ${calls.length} answers with a time; below ${FEWEST} they are not replayed.`
    return { arrivals: null, arrivalsMissing }
  }
  const count = calls.length.toLocaleString('en-US')
  const label = `the run’s own ${count} answers (as fast as they were asked here, which is seldom how production asks)`
  return { arrivals: toArrivals(label, calls), arrivalsMissing: null }
}

function toArrivals(
  label: string,
  calls: readonly { readonly atMs: number; readonly key: number | null }[],
): RecordedArrivals {
  return { label, timesMs: calls.map(({ atMs }) => atMs), keys: calls.map(({ key }) => key) }
}
