import { firstLabelChecker } from '../../../evaluate/early-stop/first-label-checker.ts'
import { jsonPrefixChecker } from '../../../evaluate/early-stop/json-prefix-checker.ts'
import { refusalChecker } from '../../../evaluate/early-stop/refusal-checker.ts'
import { repetitionChecker } from '../../../evaluate/early-stop/repetition-checker.ts'
import { anyChecker, type StopChecker } from '../../../evaluate/early-stop/stop-checker.ts'
import { failureBound } from '../../../stats/failure-bound.ts'
import { comparable, formatOf } from '../../cascade/answer-check.ts'
import { percent } from '../../paired/policy-curve.ts'
import type { PlannedCall } from '../../planned-call.ts'
import { type RecordedOutput, replayStops, type StopReplay } from '../../replays/replay-stops.ts'
import type { SavingsAnswer, SavingsInput } from '../../savings-input.ts'
import type { Lever, LeverFinding, LeverOffer } from '../lever.ts'

/**
 * Ends the stream of an answer that cannot pass any more, replayed on recorded outputs in chunks of 20 tokens:
 * saved = Σ (L − t − overshoot)⁺, overshoot half a second of writing. Every stop of an answer that had passed is a loss.
 */
export const plugin: Lever = {
  id: 'early-stop',
  label: 'Early stop',
  effort: 'day',
  family: null,
  *find(input): Generator<undefined, LeverFinding> {
    const placed = outputsOf(input)
    const outputs = placed.map(({ output }) => output)
    if (outputs.length === 0) return missing('No answer of today’s model is scored with a known length.')
    const checkers = checkersFor(input, placed)
    const replays: { readonly name: string; readonly replay: StopReplay }[] = []
    for (const { name, make } of checkers) {
      replays.push({ name, replay: yield* replayStops(outputs, make) })
    }
    // A checker that stops what passes is left out: it is not for these answers.
    const safe = replays.filter(({ replay }) => replay.falseStops === 0 && replay.trueStops > 0)
    const used = checkers.filter(({ name }) => safe.some((one) => one.name === name))
    if (used.length === 0) {
      const harmful = replays.filter(({ replay }) => replay.falseStops > 0).map(({ name }) => name)
      return missing(
        harmful.length > 0
          ? `Every check that stops something here also stops answers that pass: ${harmful.join(', ')}.`
          : `None of the ${outputs.length.toLocaleString('en-US')} recorded answers is one that a check would stop: no refusal, loop or broken format among them.`,
      )
    }
    const all = yield* replayStops(outputs, (index) => anyChecker(used.flatMap(({ make }) => make(index) ?? [])))
    return offerOf(input, { placed, all, replays, used: used.map(({ name }) => name) })
  },
}

const OVERSHOOT_S = 0.5
const ASSUMED_TOKENS_PER_S = 60

interface Placed {
  readonly caseNo: number
  readonly output: RecordedOutput
  readonly expected: string | null
}

function missing(text: string): LeverFinding {
  return {
    kind: 'no-data',
    missing: text,
    remedy: 'Nothing needs to be done: where answers rarely fail by their beginning there is nothing to stop.',
    actions: [],
  }
}

function outputsOf(input: SavingsInput): readonly Placed[] {
  return (input.answers[input.baselineNo] ?? []).flatMap((trials, caseNo) =>
    trials.flatMap((answer) => {
      if (answer.score === null || answer.usage === null || answer.output === '') return []
      const output = {
        text: answer.output,
        outputTokens: answer.usage.outputTokens,
        hasPassed: answer.hasPassed ?? answer.score >= 0.5,
        overshootTokens: OVERSHOOT_S * speedOf(answer, answer.usage.outputTokens),
      }
      return [{ caseNo, output, expected: input.cases[caseNo]?.expected ?? null }]
    }),
  )
}

/** Tokens per second. */
function speedOf({ latencyMs, firstTokenMs }: SavingsAnswer, outputTokens: number): number {
  const writingMs = latencyMs === null ? 0 : latencyMs - (firstTokenMs ?? 0)
  return writingMs <= 0 ? ASSUMED_TOKENS_PER_S : (outputTokens * 1000) / writingMs
}

interface NamedChecker {
  readonly name: string
  readonly make: (index: number) => StopChecker | null
}

function checkersFor(input: SavingsInput, placed: readonly Placed[]): readonly NamedChecker[] {
  const format = formatOf(placed.filter(({ output }) => output.hasPassed).map(({ output }) => trialOf(output)))
  const asksJson = input.columns[input.baselineNo]?.content.parameters.responseSchema !== null
  const labels = [...new Set(placed.flatMap(({ expected }) => (expected === null ? [] : [comparable(expected)])))]
  return [
    { name: 'refusal', make: () => refusalChecker() },
    { name: 'repetition', make: () => repetitionChecker() },
    ...(asksJson || format.kind === 'json' ? [{ name: 'json-prefix', make: () => jsonPrefixChecker(true) }] : []),
    // Of all labels, not the case's own: production does not know that one.
    ...(format.kind === 'label' && labels.length > 0 && labels.length <= 100
      ? [{ name: 'first-label', make: () => firstLabelChecker(labels) }]
      : []),
  ]
}

function trialOf({ text, outputTokens }: RecordedOutput) {
  return {
    output: text,
    score: 1,
    cost: 0,
    latencyMs: null,
    outputTokens,
    finishReason: null,
    meanLogProbability: null,
    judgeScore: null,
  }
}

function offerOf(
  input: SavingsInput,
  given: {
    readonly placed: readonly Placed[]
    readonly all: StopReplay
    readonly replays: readonly { readonly name: string; readonly replay: StopReplay }[]
    readonly used: readonly string[]
  },
): LeverOffer {
  const { placed, all, replays, used } = given
  const saved = new Map<number, { tokens: number; answers: number }>()
  for (const [index, { caseNo }] of placed.entries()) {
    const sum = saved.get(caseNo) ?? { tokens: 0, answers: 0 }
    saved.set(caseNo, { tokens: sum.tokens + (all.savedTokens[index] ?? 0), answers: sum.answers + 1 })
  }
  const passed = placed.filter(({ output }) => output.hasPassed).length
  const bound = failureBound(all.falseStops, passed, input.rule.alpha)
  const model = input.columns[input.baselineNo]
  const shorter = (call: PlannedCall): PlannedCall => {
    const sum = saved.get(call.caseNo)
    if (call.usage === null || call.columnNo !== input.baselineNo || !sum) return call
    const outputTokens = Math.max(0, call.usage.outputTokens - sum.tokens / sum.answers)
    return { ...call, usage: { ...call.usage, outputTokens } }
  }
  return {
    kind: 'offer',
    choice: `Stops ${all.trueStops} of ${placed.length} answers by ${used.join(', ')}`,
    change: (calls) => calls.map(shorter),
    quality: {
      kind: 'verdict',
      verdict: bound <= input.rule.margin ? 'not-worse-and-cheaper' : 'cheaper-undecided',
      isProven: false,
      caveats: ['not-hold-out'],
      sentence: `None of ${passed} answers that passed would have been stopped; at most ${percent(bound)} by the exact bound.`,
    },
    // Only what failed anyway is stopped.
    served: { kind: 'rescored', rescore: (scores) => scores },
    method:
      'Recorded outputs read again in chunks of 20 tokens; saved Σ (L − t − overshoot)⁺ with half a second of overshoot.',
    notes: [
      ...replays.map(
        ({ name, replay }) =>
          `${name}: ${replay.trueStops} true stops, ${replay.falseStops} false ones${used.includes(name) ? '' : '; not used'}.`,
      ),
      'Money is saved only where the provider stops billing when the stream is closed; elsewhere it saves time.',
    ],
    evidence: { runIds: [input.run.id], cases: saved.size },
    curves: [],
    actions: [
      { kind: 'export', label: 'Export the settings', exportId: 'settings-json' },
      { kind: 'export', label: 'Export the decision', exportId: 'markdown' },
    ],
    ...(model === undefined ? {} : { decision: { kind: 'early-stop' as const, model, checkers: used } }),
  }
}
