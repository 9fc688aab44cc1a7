import type { GateCheck } from './judge-gate.ts'
import type { CriticalAssertion, SnapshotColumn } from './snapshot.ts'

/** Whether an assertion holds in every case; an answer that is missing or not judged leaves it open, and never counts as kept. */
export function checkCritical(
  { prompt, modelId, cases }: SnapshotColumn,
  { index, name }: CriticalAssertion,
): GateCheck {
  const about = { prompt, modelId, rule: 'critical' } as const
  const failed = cases.filter(({ failedAssertions }) => failedAssertions?.includes(index))
  const of = `${cases.length.toLocaleString('en-US')} cases`
  if (failed.length > 0) {
    const places = failed.slice(0, 5).map(({ position }) => position)
    const listed = `${failed.length === 1 ? 'case' : 'cases'} ${places.join(', ')}${failed.length > 5 ? ' …' : ''}`
    const text = `${name} fails in ${failed.length.toLocaleString('en-US')} of ${of} (${listed}); it may fail in none`
    return { ...about, status: 'failed', text }
  }
  const open = cases.filter((one) => one.failed > 0 || one.openAssertions?.includes(index)).length
  if (open > 0 || cases.length === 0)
    return { ...about, status: 'unknown', text: `${name}: ${open} of ${of} are not answered or not judged` }
  return { ...about, status: 'passed', text: `${name} holds in all ${of}` }
}
