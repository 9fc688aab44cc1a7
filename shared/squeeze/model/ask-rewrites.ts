import { keepBullet } from '../../compress/keep-bullet.ts'
import { type MaskedText, maskSpans, unmaskSpans } from '../../compress/mask-spans.ts'
import { protectedSpans } from '../../compress/protect-spans.ts'
import type { GateFault, RejectedSqueezeEdit, SqueezeEdit, SqueezeSegment } from '../../domain/squeeze.ts'
import { editOf } from '../candidates/edit-of.ts'
import { checkGates, type GateContext } from '../gates/check-gates.ts'
import { contentWords } from '../ledger/content-words.ts'
import { overlaps, type SqueezePrompt } from '../read-squeeze-prompt.ts'
import type { SqueezePorts } from '../squeeze-ports.ts'
import { faultOf } from './ask-json.ts'
import { parseJsonReply } from './parse-json-reply.ts'
import {
  type RewriteEdit,
  type RewriteItem,
  RewriteReply,
  type RewriteStyle,
  rewriteRequest,
} from './rewrite-request.ts'
import { compareWithLedger } from './verify-request.ts'

export interface RewritePlan {
  readonly strengths: readonly number[]
  readonly styles: readonly RewriteStyle[]
  /** Calls that rewriting may use at the most. */
  readonly maxCalls: number
}

export interface RewriteOutcome {
  readonly edits: readonly SqueezeEdit[]
  readonly rejected: readonly RejectedSqueezeEdit[]
  /** True when not one answer was the JSON that was asked for. */
  readonly isUseless: boolean
}

interface Task {
  readonly segment: SqueezeSegment
  /** What an edit of it covers: the segment, or all of a message. */
  readonly segmentIds: readonly string[]
  readonly masked: MaskedText
}

/** What is rewritten as a whole is aimed at so much of its length. */
const WHOLE_STRENGTH = 0.5
/** A message with fewer rules gains nothing that its segments do not. */
const MIN_RULES = 4

interface OpenTask extends Task {
  readonly lastTry: RewriteItem['lastTry']
}

/** Fewer tokens hold nothing that pays for the call. */
const MIN_TOKENS = 12
const ITEMS_PER_CALL = 8
const CHARACTERS_PER_CALL = 6000

/** Asks the small model for rewrites of every prose segment, at each strength in each style; a failed one once more. */
export async function askRewrites(
  prompt: SqueezePrompt,
  { plan, gates, ports }: { readonly plan: RewritePlan; readonly gates: GateContext; readonly ports: SqueezePorts },
): Promise<RewriteOutcome> {
  const tasks = prompt.segments.filter(mayReword).map((segment) => toTask(prompt, segment))
  const wholes = wholeMessages(prompt)
  const seen = new Set<string>()
  const edits: SqueezeEdit[] = []
  const rejected: RejectedSqueezeEdit[] = []
  let calls = 0
  let usable = 0
  for (const style of plan.styles) {
    const batches = style === 'whole' ? wholes.map((task) => [task]) : toBatches(tasks)
    // A model that gives the same again at another strength does not heed it.
    const deaf = new Set<readonly Task[]>()
    for (const strength of style === 'whole' ? [WHOLE_STRENGTH] : plan.strengths) {
      for (const batch of batches) {
        if (deaf.has(batch)) continue
        const known = seen.size
        let open: readonly OpenTask[] = batch.map((task) => ({ ...task, lastTry: null }))
        for (const isLastTry of [false, true]) {
          if (open.length === 0 || calls >= plan.maxCalls || ports.isStopAsked()) break
          calls += 1
          const items = open.map((task) => toItem(prompt, task, strength))
          const reply = await ports.complete(rewriteRequest(items, style))
          if (reply === null) break
          const parsed = parseJsonReply(reply, RewriteReply)
          if (parsed === null) {
            open = open.map((task) => ({ ...task, lastTry: { tokens: null, gate: 'answer', why: faultOf(reply) } }))
            continue
          }
          usable += 1
          const failed: OpenTask[] = []
          for (const task of open) {
            const found = parsed.edits.find((edit) => edit.segment_id === task.segment.id)
            const judged = await judge(prompt, { task, found, strength, style, seen, gates, ports })
            if (judged.kind === 'accepted') edits.push(judged.edit)
            else if (judged.kind === 'failed' && (isLastTry || judged.edit === null)) {
              if (judged.edit) rejected.push({ ...judged.edit, faults: judged.faults })
            } else if (judged.kind === 'failed') {
              const [fault] = judged.faults
              failed.push({
                ...task,
                lastTry: { tokens: judged.tokens, gate: fault?.gate ?? 'unknown', why: fault?.reason ?? '' },
              })
              if (judged.edit) rejected.push({ ...judged.edit, faults: judged.faults })
            }
          }
          open = failed
        }
        if (seen.size === known) deaf.add(batch)
      }
    }
  }
  return { edits, rejected, isUseless: calls > 0 && usable === 0 }
}

function mayReword({ kind, role, tokens, keptBecause }: SqueezeSegment): boolean {
  if (role === 'assistant' || keptBecause?.startsWith('You')) return false
  return (kind === 'prose' || kind === 'list-item') && tokens >= MIN_TOKENS
}

function toTask(prompt: SqueezePrompt, segment: SqueezeSegment): Task {
  const { template = '', locked = [] } = prompt.messages[segment.messageIndex] ?? {}
  const own = protectedSpans(template, locked)
    .filter(({ start, end }) => start >= segment.start && end <= segment.end)
    .map((span) => ({ ...span, start: span.start - segment.start, end: span.end - segment.start }))
  return { segment, segmentIds: [segment.id], masked: maskSpans(segment.text, own) }
}

/**
 * Messages as one text each: what is no prose (variables, code, data, examples) is hidden as blocks that keep their order. The
 * one rewrite of a whole prompt that is tried; delta edits are the rule, since rewriting everything loses what nobody listed.
 */
function wholeMessages(prompt: SqueezePrompt): Task[] {
  return prompt.messages.flatMap(({ role, template, locked = [] }, messageIndex): Task[] => {
    const own = prompt.segments.filter((segment) => segment.messageIndex === messageIndex)
    const rules = prompt.required.filter((item) => item.messageIndex === messageIndex)
    const [first] = own
    if (!first || role === 'assistant' || rules.length < MIN_RULES || template.includes('{%')) return []
    const blocks = own
      .filter(({ kind, keptBecause }) => (kind !== 'prose' && kind !== 'list-item') || keptBecause?.startsWith('You'))
      .map(({ start, end }) => ({ start, end, kind: 'literal' as const }))
    const loose = protectedSpans(template, locked).filter((span) => !blocks.some((block) => overlaps(block, span)))
    const spans = [...blocks, ...loose].toSorted((a, b) => a.start - b.start)
    const segment: SqueezeSegment = {
      ...first,
      id: `m${messageIndex}`,
      kind: 'prose',
      start: 0,
      end: template.length,
      text: template,
      tokens: prompt.countTokens(template),
      keptBecause: null,
      ledgerIds: rules.map(({ id }) => id),
    }
    return [{ segment, segmentIds: own.map(({ id }) => id), masked: maskSpans(template, spans) }]
  })
}

function toBatches(tasks: readonly Task[]): Task[][] {
  const batches: Task[][] = []
  let characters = 0
  for (const task of tasks) {
    const last = batches.at(-1)
    if (last && last.length < ITEMS_PER_CALL && characters + task.masked.text.length <= CHARACTERS_PER_CALL) {
      last.push(task)
      characters += task.masked.text.length
    } else {
      batches.push([task])
      characters = task.masked.text.length
    }
  }
  return batches
}

function toItem(prompt: SqueezePrompt, { segment, masked, lastTry }: OpenTask, strength: number): RewriteItem {
  const aim = segment.tokens * strength
  const items = prompt.required.filter(({ id }) => segment.ledgerIds.includes(id))
  return {
    segmentId: segment.id,
    text: masked.text,
    tokens: segment.tokens,
    targetTokens: [Math.floor(aim * 0.85), Math.ceil(aim * 1.05)],
    ledger: items.map(({ id, quote }) => ({ id, quote: hidden(quote, masked) })),
    lastTry,
  }
}

/** A rule quoted beside its text shows no more of it than the text does. */
function hidden(quote: string, { originals }: MaskedText): string {
  let text = quote
  for (const [mark, original] of originals) text = text.replace(original, () => mark)
  return text
}

interface Judging {
  readonly task: OpenTask
  readonly found: RewriteEdit | undefined
  readonly strength: number
  readonly style: RewriteStyle
  readonly seen: Set<string>
  readonly gates: GateContext
  readonly ports: SqueezePorts
}

type Judged =
  | { readonly kind: 'accepted'; readonly edit: SqueezeEdit }
  | {
      readonly kind: 'failed'
      readonly edit: SqueezeEdit | null
      readonly faults: [GateFault, ...GateFault[]]
      readonly tokens: number
    }
  /** Unchanged, or the same as an earlier one. */
  | { readonly kind: 'nothing' }

async function judge(prompt: SqueezePrompt, judging: Judging): Promise<Judged> {
  const { task, found, strength, style, seen } = judging
  const { segment, segmentIds, masked } = task
  if (!found || found.new_text.trim() === masked.text.trim()) return { kind: 'nothing' }
  const key = `${segment.id}:${found.new_text.toLowerCase().replaceAll(/\s+/g, ' ').trim()}`
  if (seen.has(key)) return { kind: 'nothing' }
  seen.add(key)
  const unmasked = unmaskSpans(found.new_text.trim(), masked)
  const tokens = prompt.countTokens(found.new_text)
  const text = unmasked.fault === null ? keepBullet(segment.text, unmasked.text) : found.new_text
  const edit = editOf(prompt, {
    id: `rewrite-${segment.id}-${style}-${Math.round(strength * 100)}-${seen.size}`,
    kind: 'rewrite',
    risk: 'R2',
    label: `Reworded (${style}, to ${Math.round(strength * 100)} %)`,
    reason: found.reason === '' ? 'Said in fewer words.' : found.reason,
    segmentIds: [...segmentIds],
    strength,
    style,
    changes: [{ messageIndex: segment.messageIndex, start: segment.start, end: segment.end, replacement: text }],
  })
  if (edit === null) return { kind: 'nothing' }
  if (unmasked.fault !== null) {
    const fault = { gate: 'protected-spans', label: 'Code, data and addresses', reason: unmasked.fault }
    return { kind: 'failed', edit, faults: [fault], tokens }
  }
  if (edit.savedTokens <= 0)
    return {
      kind: 'failed',
      edit: null,
      faults: [{ gate: 'expected-cost', label: 'Costs less', reason: 'It is not shorter.' }],
      tokens,
    }
  const [first, ...more] = checkGates(prompt, [edit], { ...judging.gates, isPart: true })
  if (!first) return { kind: 'accepted', edit }
  const isOnlyWording = [first, ...more].every(({ gate }) => gate === 'ledger-coverage' || gate === 'nothing-added')
  if (isOnlyWording && isParaphrase(segment.text, text) && (await isEntailed(prompt, edit, judging)))
    return { kind: 'accepted', edit }
  return { kind: 'failed', edit, faults: [first, ...more], tokens }
}

/** Other words than the original's: rules cannot tell what they mean, a model may. */
function isParaphrase(original: string, candidate: string): boolean {
  const before = contentWords(original)
  return [...contentWords(candidate)].some((word) => !before.has(word))
}

/** Both ways: every rule is entailed, and no rule was added. */
async function isEntailed(prompt: SqueezePrompt, edit: SqueezeEdit, { gates, ports }: Judging): Promise<boolean> {
  const [change] = edit.changes
  if (!change) return false
  const items = prompt.required.filter(
    ({ messageIndex, start, end }) => messageIndex === change.messageIndex && start < change.end && change.start < end,
  )
  const comparison = await compareWithLedger(change.replacement, items, ports)
  if (comparison === null || comparison.added.length > 0) return false
  const faults = checkGates(prompt, [edit], { ...gates, judged: comparison.judged, isPart: true })
  return faults.every(({ gate }) => gate === 'nothing-added')
}
