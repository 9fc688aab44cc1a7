import { AppError } from '../../../shared/contract/errors.ts'
import type { Variant } from '../../../shared/domain/prompt.ts'
import { isOptimizeMode, type SqueezeCheck, type SqueezeSnapshot } from '../../../shared/domain/squeeze.ts'
import { composeEdits } from '../../../shared/squeeze/apply-changes.ts'
import { expectedCost } from '../../../shared/squeeze/expected-cost.ts'
import { checkGates } from '../../../shared/squeeze/gates/check-gates.ts'
import { withLedger } from '../../../shared/squeeze/read-squeeze-prompt.ts'
import type { CoreContext } from '../core-context.ts'
import { costFacts } from './cost-facts.ts'
import { resolveSqueeze } from './squeeze-input.ts'
import { noteOf } from './squeeze-job.ts'

/** What a choice of a squeeze's edits makes of the prompt, with every gate that it fails. */
export async function checkChoice(
  core: CoreContext,
  squeeze: SqueezeSnapshot,
  editIds: readonly string[],
): Promise<SqueezeCheck> {
  const { spec, ledger } = squeeze
  const resolved = await resolveSqueeze(core, spec)
  const read = ledger.length === 0 ? resolved.read : withLedger(resolved.read, ledger, spec.frozenSegmentIds)
  const edits = chosenEdits(squeeze, editIds)
  const cost = costFacts(resolved)
  const composition = composeEdits(read, edits)
  const faults =
    edits.length === 0
      ? []
      : checkGates(read, edits, {
          costOf: (candidate) => expectedCost(read, candidate, cost),
          mayCostMore: isOptimizeMode(spec.mode),
          maxPromptTokens: spec.maxPromptTokens,
        })
  const { tokensBefore, tokensAfter } = expectedCost(read, composition, cost)
  return {
    messages: composition.messages.map(({ role, template }) => ({ role, template })),
    faults,
    promptTokens: tokensAfter,
    savedTokens: tokensBefore - tokensAfter,
  }
}

/** @throws AppError `bad-input` when a gate fails, or nothing is chosen */
export async function takeChoice(
  core: CoreContext,
  squeeze: SqueezeSnapshot,
  { editIds, name }: { readonly editIds: readonly string[]; readonly name: string },
): Promise<Variant> {
  if (editIds.length === 0) throw new AppError('bad-input', 'No edit is chosen. Take at least one.')
  const { faults, messages } = await checkChoice(core, squeeze, editIds)
  const [fault] = faults
  if (fault) throw new AppError('bad-input', `${fault.label}: ${fault.reason} Refuse the edit that does it.`)
  const { store, changed } = core
  const isOptimized = isOptimizeMode(squeeze.spec.mode)
  const { content } = store.variants.get(squeeze.variantId)
  const variant = store.variants.fork(squeeze.variantId, {
    name: name === '' ? `${isOptimized ? 'Optimized' : 'Squeezed'}, own choice` : name,
    content: {
      ...content,
      messages: content.messages.map((message, index) => ({
        ...message,
        template: messages[index]?.template ?? message.template,
      })),
    },
    origin: isOptimized ? 'optimized' : 'compressed',
    note: noteOf(chosenEdits(squeeze, editIds)),
  })
  changed('variants')
  return variant
}

function chosenEdits({ edits }: SqueezeSnapshot, editIds: readonly string[]) {
  const wanted = new Set(editIds)
  const chosen = edits.filter(({ id }) => wanted.delete(id))
  const [unknown] = wanted
  if (unknown !== undefined) throw new AppError('not-found', `This squeeze has no edit "${unknown}". Read it again.`)
  return chosen
}
