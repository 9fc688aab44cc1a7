import type { SqueezePreview, SqueezeSpec } from '../../../shared/domain/squeeze.ts'
import { ofOneFamily } from '../../../shared/models/model-family.ts'
import { fewestProvingCases } from '../../../shared/verdict/decide-verdict.ts'
import type { CoreContext } from '../core-context.ts'
import { forecastSqueeze } from './forecast-squeeze.ts'
import { type ResolvedSqueeze, resolveSqueeze, seenAssertions, squeezeProblems } from './squeeze-input.ts'

const MIN_DEVELOPMENT_CASES = 20

/** What a squeeze would work on. Costs nothing and asks nobody. */
export async function previewSqueeze(core: CoreContext, spec: SqueezeSpec): Promise<SqueezePreview> {
  const resolved = await resolveSqueeze(core, spec)
  const { read, development, holdOut } = resolved
  const assertions = seenAssertions(core, resolved)
  return {
    promptTokens: promptTokensOf(resolved),
    segments: [...read.segments],
    ledger: [...read.ledger],
    cases: { development: development.length, holdOut: holdOut.length },
    ...forecastSqueeze(core.store, resolved, (assertion) => assertions.longestOf(assertion)),
    problems: await squeezeProblems(core, resolved, assertions),
    warnings: warningsOf(resolved),
  }
}

function warningsOf({ spec, development, holdOut, model, judges }: ResolvedSqueeze): string[] {
  if (spec.mode === 'quick') return ['Quick mode asks no case: its result is unverified.']
  const warnings: string[] = []
  if (development.length < MIN_DEVELOPMENT_CASES)
    warnings.push(
      `${development.length} development cases are few: at least ${MIN_DEVELOPMENT_CASES} make a useful race.`,
    )
  if (holdOut.length < fewestProvingCases)
    warnings.push(
      `${holdOut.length} hold-out cases are too few for a proof: at least ${fewestProvingCases} are needed.`,
    )
  for (const judge of judges)
    if (ofOneFamily(judge.id, [model.id]).length > 0)
      warnings.push(`${judge.label} judges answers of its own family, which judges tend to favour.`)
  if (model.isSimulation) warnings.push('Sandbox models are a simulation: the result says nothing about a real model.')
  return warnings
}

function promptTokensOf({ read }: ResolvedSqueeze): number {
  return read.messages.reduce((sum, { template }) => sum + read.countTokens(template), 0)
}
