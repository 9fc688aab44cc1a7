import type { RejectedEdit, Segment } from '../../domain/compression.ts'
import { checkRewrite } from '../check-rewrite.ts'
import type { Compressor, CompressorContext, EditDraft } from '../compressor.ts'
import { keepBullet } from '../keep-bullet.ts'
import { type MaskedText, maskSpans, unmaskSpans } from '../mask-spans.ts'
import { type ProtectedSpan, protectedSpans } from '../protect-spans.ts'
import { parseRewriteReply, type RewriteItem, rewriteSystem, rewriteUser } from '../rewrite-request.ts'

/** Parts that prose can be shortened in; code, data, tables and examples stay as they are. */
const KINDS: ReadonlySet<Segment['kind']> = new Set(['paragraph', 'list-item', 'sentence'])
/** Fewer characters hold nothing that pays for the call. */
const MIN_CHARACTERS = 40
const ITEMS_PER_CALL = 8
const CHARACTERS_PER_CALL = 6000

interface Task {
  readonly segment: Segment
  readonly masked: MaskedText
}

export const plugin: Compressor = {
  id: 'rewrite',
  label: 'Rewrite by a small model',
  description:
    'A model says the chosen segments in fewer words; protected spans are hidden from it and checked afterwards.',
  risk: 'R2',
  needsModel: true,
  async compress(messages, segments, context) {
    const spans = messages.map(({ template, locked }) => protectedSpans(template, locked))
    const tasks = segments
      .filter(
        ({ id, kind, text }) =>
          KINDS.has(kind) && text.length >= MIN_CHARACTERS && (context.segmentIds?.has(id) ?? true),
      )
      .map((segment) => ({ segment, masked: mask(segment, spans[segment.messageIndex] ?? []) }))
    const edits: EditDraft[] = []
    const rejected: RejectedEdit[] = []
    let done = 0
    context.onProgress(0, tasks.length)
    for (const batch of toBatches(tasks)) {
      const outcome = await rewriteBatch(batch, context)
      edits.push(...outcome.edits)
      rejected.push(...outcome.rejected)
      done += batch.length
      context.onProgress(done, tasks.length)
    }
    return { edits, rejected }
  },
}

function mask({ start, end, text }: Segment, spans: readonly ProtectedSpan[]): MaskedText {
  const own = spans
    .filter((span) => span.start >= start && span.end <= end)
    .map((span) => ({ ...span, start: span.start - start, end: span.end - start }))
  return maskSpans(text, own)
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

/** Asks once; what fails a gate is asked once more with the fault named; what fails again is rejected. */
async function rewriteBatch(batch: readonly Task[], context: CompressorContext) {
  const edits: EditDraft[] = []
  const rejected: RejectedEdit[] = []
  let open: readonly { readonly task: Task; readonly fault: string | null }[] = batch.map((task) => ({
    task,
    fault: null,
  }))
  for (const isLastTry of [false, true]) {
    if (open.length === 0) break
    context.signal.throwIfAborted()
    const reply = parseRewriteReply(await ask(open, context))
    const failed: { readonly task: Task; readonly fault: string }[] = []
    for (const { task } of open) {
      const { segment, masked } = task
      const candidate = reply?.get(segment.id)
      // Given back unchanged: the model found nothing to shorten, which is an answer.
      if (candidate === masked.text) continue
      const outcome = judge(task, candidate, reply !== null)
      if (outcome.fault === null) edits.push(toEdit(segment, outcome.text))
      else if (isLastTry) rejected.push(toRejected(segment, candidate ?? '', outcome.fault))
      else failed.push({ task, fault: outcome.fault })
    }
    open = failed
  }
  return { edits, rejected }
}

async function ask(
  open: readonly { readonly task: Task; readonly fault: string | null }[],
  context: CompressorContext,
): Promise<string> {
  const items = open.map(({ task, fault }): RewriteItem => ({ id: task.segment.id, text: task.masked.text, fault }))
  const characters = items.reduce((sum, item) => sum + item.text.length, 0)
  // A rewrite is shorter than its text; JSON and ids need some room beside it, and reasoning models think first.
  const maxOutputTokens = Math.ceil(characters / 2) + 60 * items.length + 1024
  return context.complete({ system: rewriteSystem, user: rewriteUser(items), maxOutputTokens })
}

type Judgement = { readonly fault: null; readonly text: string } | { readonly fault: string }

function judge({ segment, masked }: Task, candidate: string | undefined, isJson: boolean): Judgement {
  if (!isJson) return { fault: 'The answer is not the JSON that was asked for.' }
  if (candidate === undefined) return { fault: 'The answer leaves this segment out.' }
  const unmasked = unmaskSpans(candidate.trim(), masked)
  if (unmasked.fault !== null) return { fault: unmasked.fault }
  const text = keepBullet(segment.text, unmasked.text)
  const fault = checkRewrite(segment.text, text)
  return fault === null ? { fault: null, text } : { fault }
}

function toEdit({ messageIndex, start, end }: Segment, replacement: string): EditDraft {
  return { messageIndex, start, end, replacement, reason: 'Said in fewer words.' }
}

function toRejected({ messageIndex, text }: Segment, candidate: string, reason: string): RejectedEdit {
  return { messageIndex, original: text, candidate, compressor: 'rewrite', reason }
}
