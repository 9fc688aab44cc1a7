import { cacheRule } from '../../shared/cost/cache-rules.ts'
import {
  CaseId,
  EvalSetId,
  ModelId,
  ProjectId,
  PromptId,
  RunId,
  splitModelId,
  VariantId,
} from '../../shared/domain/ids.ts'
import { defaultParameters, type Parameters } from '../../shared/domain/prompt.ts'
import { SavingsAssumptions } from '../../shared/domain/savings.ts'
import { VerdictRule } from '../../shared/domain/verdict.ts'
import { catalogModels } from '../../shared/models/catalog.ts'
import type { PromptTokens, SavingsAnswer, SavingsColumn, SavingsInput } from '../../shared/savings/savings-input.ts'

export interface WorldColumn {
  readonly variant: string
  /** Of the catalog; one that is not there is unpriced. */
  readonly model: string
  readonly template?: string
  readonly system?: string
  readonly parameters?: Partial<Parameters>
  readonly tokens?: Partial<PromptTokens>
  /** Null = not answered. */
  readonly answer: (caseNo: number) => WorldAnswer | null
}

export interface WorldAnswer {
  readonly input: number
  readonly output: number
  readonly score?: number | null
  readonly costNanoUsd?: number | null
  readonly text?: string
  readonly toolNames?: readonly string[]
}

/** What levers are estimated from, made up: the first column is in production. */
export function savingsWorld(given: {
  readonly cases: number
  readonly columns: readonly WorldColumn[]
  readonly callsPerDay?: number
  readonly tagOf?: (caseNo: number) => string
  readonly change?: Partial<SavingsInput>
}): SavingsInput {
  const { cases, columns, callsPerDay = 10_000, tagOf, change } = given
  return {
    run: {
      id: RunId.parse('run-1'),
      name: 'A run',
      projectId: ProjectId.parse('project-1'),
      evalSetId: EvalSetId.parse('set-1'),
      repeats: 1,
      createdAt: '2026-11-01T00:00:00.000Z',
    },
    columns: columns.map(columnOf),
    baselineNo: 0,
    cases: Array.from({ length: cases }, (_, caseNo) => ({
      caseId: CaseId.parse(`case-${caseNo}`),
      position: caseNo + 1,
      variables: { question: `Question ${caseNo}` },
      expected: null,
      tags: tagOf ? [tagOf(caseNo)] : [],
      part: caseNo % 5 < 3 ? ('dev' as const) : ('hold-out' as const),
      cluster: `case-${caseNo}`,
    })),
    totalCases: cases,
    answers: columns.map(({ answer }) =>
      Array.from({ length: cases }, (_, caseNo) => {
        const made = answer(caseNo)
        return made === null ? [] : [answerOf(made)]
      }),
    ),
    profile: { callsPerDay, outputTokens: 100, arrivals: 'steady', burstCalls: 10 },
    assumptions: SavingsAssumptions.parse({}),
    rule: VerdictRule.parse({}),
    hasUncalibratedJudge: false,
    squeezes: [],
    judge: null,
    sureness: 'none',
    ownRules: null,
    arrivals: null,
    arrivalsMissing: null,
    embedding: { modelId: null, text: 'The spelling is compared.', requestNanoUsd: 0 },
    ...change,
  }
}

function columnOf({
  variant,
  model,
  template = 'Answer {{question}}',
  system,
  parameters,
  tokens,
}: WorldColumn): SavingsColumn {
  const known = catalogModels.find(({ id }) => id === model)
  const { providerId, modelName } = splitModelId(ModelId.parse(model))
  return {
    promptId: PromptId.parse('prompt-1'),
    variantId: VariantId.parse(`variant-${variant}`),
    modelId: ModelId.parse(model),
    label: `${variant} on ${modelName}`,
    variantLabel: variant,
    content: {
      messages: [
        ...(system === undefined ? [] : [{ role: 'system' as const, template: system }]),
        { role: 'user', template },
      ],
      parameters: { ...defaultParameters, ...parameters },
    },
    origin: 'written',
    parentId: null,
    price: known?.price ?? null,
    pricedAs: null,
    isSimulation: known?.isSimulation ?? false,
    capabilities: known?.capabilities ?? null,
    cacheRule: cacheRule({ providerKind: providerId, modelName }),
    tokens: {
      prompt: 1000,
      stablePrefix: 0,
      markedPrefix: 0,
      prefixEndsAt: null,
      ifMoved: [],
      tools: 0,
      schema: 0,
      parts: [],
      variables: [],
      ...tokens,
    },
    look: null,
  }
}

function answerOf({
  input,
  output,
  score = null,
  costNanoUsd = null,
  text = 'yes',
  toolNames = [],
}: WorldAnswer): SavingsAnswer {
  return {
    trial: 0,
    usage: {
      inputTokens: input,
      cacheReadTokens: 0,
      cacheWrite5mTokens: 0,
      cacheWrite1hTokens: 0,
      outputTokens: output,
      reasoningTokens: null,
      isEstimated: false,
    },
    costNanoUsd,
    latencyMs: 500,
    firstTokenMs: 100,
    score,
    hasPassed: score === null ? null : score >= 0.5,
    isUnjudged: false,
    meanLogProbability: null,
    judgeScore: null,
    output: text,
    outputCharacters: text.length,
    finishReason: 'stop',
    toolNames,
    answeredAtMs: null,
  }
}
