import { keepBullet } from '../../../compress/keep-bullet.ts'
import type { GateFault, RejectedSqueezeEdit, SqueezeEdit, SqueezeSegment } from '../../../domain/squeeze.ts'
import { composeEdits } from '../../../squeeze/apply-changes.ts'
import { editOf } from '../../../squeeze/candidates/edit-of.ts'
import { checkGates } from '../../../squeeze/gates/check-gates.ts'
import { extractLedger } from '../../../squeeze/ledger/extract-ledger.ts'
import type { SqueezePrompt } from '../../../squeeze/read-squeeze-prompt.ts'
import { segmentTree } from '../../../squeeze/segment-tree.ts'
import { currentText, editsBeside } from '../../current-text.ts'
import type { Mutation, MutationInput } from '../mutation.ts'
import { askReflection, type ReflectionReply } from '../reflection-request.ts'

/** A model looks at the worst cases and says which part to reword, or which cut to take back. */
export const plugin: Mutation = {
  id: 'fix-failures',
  label: 'Fix failures',
  async propose(input) {
    const { prompt, parent, failing, mayAddRules, complete } = input
    const open = prompt.segments.filter(mayChange)
    if (failing.length === 0 || open.length === 0) return null
    const items = open
      .map((segment) => ({ segmentId: segment.id, text: currentText(prompt, parent.edits, segment) }))
      .filter(({ text }) => text !== '')
    const cuts = parent.edits
      .filter(({ risk }) => risk === 'R2')
      .map(({ id, changes }) => ({ editId: id, text: changes.map(({ original }) => original).join(' … ') }))
    const reply = await askReflection({ items, cuts, failing, mayAddRules }, complete)
    return reply === null ? null : toProposal(input, open, reply)
  },
}

function toProposal(input: MutationInput, open: readonly SqueezeSegment[], reply: ReflectionReply) {
  const { parent } = input
  const restored = parent.edits.filter(({ id, risk }) => risk === 'R2' && reply.restore.includes(id))
  let edits = parent.edits.filter((edit) => !restored.includes(edit))
  const fresh: SqueezeEdit[] = []
  const rejected: RejectedSqueezeEdit[] = []
  for (const { segment_id, new_text, reason } of reply.edits) {
    const segment = open.find(({ id }) => id === segment_id)
    if (!segment || fresh.some(({ segmentIds }) => segmentIds.includes(segment_id))) continue
    const judged = toEdit(input, segment, { text: new_text, reason })
    if (judged === null) continue
    if ('faults' in judged) rejected.push(judged)
    else {
      fresh.push(judged)
      edits = [...editsBeside(edits, segment), judged]
    }
  }
  if (restored.length + fresh.length + rejected.length === 0) return null
  const parts = [
    ...(fresh.length > 0 ? [`${fresh.length} ${fresh.length === 1 ? 'part' : 'parts'} reworded`] : []),
    ...(restored.length > 0 ? [`${restored.length} put back`] : []),
  ]
  return { label: `Failures: ${parts.join(', ') || 'nothing'}`, aim: 'quality' as const, edits, fresh, rejected }
}

/** First as a clarification, which may say nothing new; with the user's consent also as a new rule. */
function toEdit(
  { prompt, childNumber, gates, mayAddRules }: MutationInput,
  segment: SqueezeSegment,
  { text, reason }: { readonly text: string; readonly reason: string },
): SqueezeEdit | RejectedSqueezeEdit | null {
  const { id, messageIndex, start, end } = segment
  if (text.trim() === '') return null
  const clarified = editOf(prompt, {
    id: `fix-${childNumber}-${id}`,
    kind: 'clarify',
    risk: 'R2',
    label: 'Said more clearly',
    reason: reason === '' ? 'Cases failed that this part should have decided.' : reason,
    segmentIds: [id],
    changes: [{ messageIndex, start, end, replacement: keepBullet(segment.text, text.trim()) }],
  })
  if (clarified === null) return null
  const [first, ...more] = [
    ...checkGates(prompt, [clarified], { ...gates, isPart: true }),
    ...grownLedger(prompt, clarified),
  ]
  if (!first) return clarified
  const added: SqueezeEdit = { ...clarified, kind: 'new-rule', label: 'A rule added or widened' }
  if (mayAddRules && checkGates(prompt, [added], { ...gates, isPart: true }).length === 0) return added
  return { ...clarified, faults: [first, ...more] }
}

/** The ledger can only grow with consent: more rules than the original states are no clarification. */
function grownLedger(prompt: SqueezePrompt, edit: SqueezeEdit): GateFault[] {
  const { countTokens } = prompt
  const count = (messages: SqueezePrompt['messages']) =>
    extractLedger(messages, segmentTree(messages, { countTokens })).length
  if (count(composeEdits(prompt, [edit]).messages) <= count(prompt.messages)) return []
  return [
    {
      gate: 'ledger-growth',
      label: 'No rule more',
      reason: 'It states more rules than before, and nobody consented to that.',
    },
  ]
}

function mayChange({ kind, role, keptBecause }: SqueezeSegment): boolean {
  return role !== 'assistant' && (kind === 'prose' || kind === 'list-item') && !keptBecause?.startsWith('You')
}
