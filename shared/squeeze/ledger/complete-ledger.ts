import type { SqueezeSpec } from '../../domain/squeeze.ts'
import type { FlowReport } from '../flow-report.ts'
import { askLedger, mergeLedger } from '../model/ledger-request.ts'
import { type SqueezePrompt, withLedger } from '../read-squeeze-prompt.ts'
import type { SqueezePorts } from '../squeeze-ports.ts'

/** The prompt with the constraints that the small model found besides those that rules read; the user's own ledger stands. */
export async function completeLedger(
  prompt: SqueezePrompt,
  {
    spec,
    ports,
    report,
  }: {
    readonly spec: Pick<SqueezeSpec, 'ledger' | 'frozenSegmentIds'>
    readonly ports: SqueezePorts
    readonly report: FlowReport
  },
): Promise<SqueezePrompt> {
  report.show({ stage: 'ledger' })
  if (spec.ledger !== null) return prompt
  const found = await askLedger(prompt, ports)
  if (found === null) {
    report.note('The small model gave no usable list of rules; the list that was read by rules stands.')
    return prompt
  }
  const completed = withLedger(prompt, mergeLedger(prompt.ledger, found), spec.frozenSegmentIds)
  report.show({ segments: [...completed.segments], ledger: [...completed.ledger] })
  return completed
}
