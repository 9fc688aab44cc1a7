import { formatUsd } from '../cost/format-usd.ts'
import { variantLabel } from '../domain/prompt.ts'
import { caveatText } from '../verdict/verdict-sentence.ts'
import { changedSince, evidenceStatus, evidenceWords } from './evidence-status.ts'
import type { ExportInput } from './exporter.ts'

/** Where an exported file comes from and what is known of it: the same facts in every format. */
export interface Provenance {
  readonly madeBy: string
  readonly exportedAt: string
  readonly prompt: string
  readonly variant: string
  readonly variantId: string
  readonly model: string
  /** "unverified …" or what was measured, in words. */
  readonly evidence: string
  /** What the badge says and the verdict's sentence, or "unverified …". */
  readonly verdict: string
  /** Not worse and cheaper, on the hold-out, without a caveat, on the very model that the file names, and still so. */
  readonly isProven: boolean
  /** What has changed since it was measured: the eval set, the price. */
  readonly changedSince: readonly string[]
  readonly verdictMethod: string | null
  readonly runId: string | null
  readonly evalSet: string | null
  readonly evalSetHash: string | null
  readonly measuredOn: string | null
  readonly passRate: number | null
  readonly passRateInterval95: readonly [number, number] | null
  readonly scoredCases: number | null
  readonly costPer1000Calls: string | null
  readonly pricesReadOn: string | null
}

export function provenanceOf(input: ExportInput): Provenance {
  const { evidence, variant } = input
  const column = evidence?.column ?? null
  const interval = column?.passRateInterval ?? null
  return {
    madeBy: `Pithy ${input.appVersion}`,
    exportedAt: input.exportedAt,
    prompt: input.promptName,
    variant: variant.name === '' ? variantLabel(variant) : `${variantLabel(variant)} (${variant.name})`,
    variantId: variant.id,
    model: input.model.id,
    evidence: evidenceSentence(input),
    verdict: verdictText(input),
    isProven: evidenceStatus(input).state === 'proven',
    changedSince: changedSince(input),
    verdictMethod: evidence?.verdict?.method ?? null,
    runId: evidence?.run.id ?? null,
    evalSet: evidence?.run.evalSetName ?? null,
    evalSetHash: evidence?.run.evalSetHash ?? null,
    measuredOn: column?.modelId ?? null,
    passRate: column?.passRate ?? null,
    passRateInterval95: interval ? [interval.low, interval.high] : null,
    scoredCases: column?.scored ?? null,
    costPer1000Calls: column ? formatUsd(column.costPer1000NanoUsd) : null,
    pricesReadOn: column ? (evidence?.run.priceSnapshot[column.modelId]?.readOn ?? null) : null,
  }
}

/** One line per fact, for comments. */
export function provenanceLines(input: ExportInput): readonly string[] {
  const facts = provenanceOf(input)
  const lines = [
    `${facts.prompt}, variant ${facts.variant}, exported by ${facts.madeBy} on ${facts.exportedAt}`,
    `Evidence: ${facts.evidence}`,
    `Verdict: ${facts.verdict}`,
  ]
  if (facts.changedSince.length > 0) lines.push(`Out of date: ${facts.changedSince.join(' ')} Run it again.`)
  if (facts.runId !== null) lines.push(`Run ${facts.runId}, eval set ${facts.evalSet} (SHA-256 ${facts.evalSetHash})`)
  if (facts.pricesReadOn !== null) lines.push(`Prices as of ${facts.pricesReadOn}`)
  // A name may hold line breaks, which would become code, or marks that make code read as something else.
  return lines.map((line) => line.replaceAll(/[\p{Cc}\p{Cs}\u2028\u2029\u202A-\u202E\u2066-\u2069]+/gu, ' '))
}

function verdictText(input: ExportInput): string {
  const { evidence, model } = input
  const verdict = evidence?.verdict ?? null
  if (verdict === null) return 'unverified: this variant was not held against another one'
  const caveats = verdict.caveats.map((caveat) => caveatText(caveat, verdict))
  const elsewhere = verdict.candidate.modelId === model.id ? [] : [`Measured on ${verdict.candidate.modelId}.`]
  return [`${evidenceWords[evidenceStatus(input).state]}:`, verdict.sentence, ...elsewhere, ...caveats].join(' ')
}

function evidenceSentence({ evidence, model }: ExportInput): string {
  if (evidence === null) return 'unverified: no run of this variant is attached'
  const { column } = evidence
  if (column.passRate === null || column.passRateInterval === null)
    return 'unverified: the run has no scored answers of this variant'
  const percent = (rate: number) => (rate * 100).toFixed(1)
  const { low, high } = column.passRateInterval
  const measured =
    `${column.passed} of ${column.scored} cases passed (${percent(column.passRate)} %, 95 % interval ${percent(low)} to ${percent(high)}), ` +
    `${formatUsd(column.costPer1000NanoUsd)} per 1,000 calls`
  if (column.isSimulation) return `unverified on a real model: on the simulation ${column.modelId}, ${measured}`
  if (column.modelId !== model.id) return `unverified on ${model.id}: measured on ${column.modelId}, ${measured}`
  return measured
}
