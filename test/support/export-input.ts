import {
  type CaseId,
  type EvalSetId,
  ModelId,
  type ProjectId,
  type PromptId,
  type RunId,
  type VariantId,
} from '../../shared/domain/ids.ts'
import { defaultParameters, type Message } from '../../shared/domain/prompt.ts'
import type { Evidence, ExportInput } from '../../shared/export/exporter.ts'
import { catalogModels } from '../../shared/models/catalog.ts'

// biome-ignore lint/suspicious/noTemplateCurlyInString: the very text that must survive
const hostile = 'He said """hi""" \\ `tick` ${x} {"a": {"b": 1}} {{"c": 2}} {% include %} é 🙂\r\nEnd"'
export const messages: Message[] = [
  { role: 'system', template: `Rules:\n${hostile}` },
  { role: 'user', template: 'About {{ user.name }}: {{text}}' },
]

function modelOf(id: string) {
  const model = catalogModels.find((each) => each.id === id)
  if (!model) throw new Error(`The catalog has no ${id}.`)
  return model
}

/** A variant with hostile text, ready to be exported; `changes` go over it. */
export function inputFor(modelId: string, changes: Partial<ExportInput> = {}): ExportInput {
  return {
    promptName: 'Ticket router',
    variant: {
      id: 'v1' as VariantId,
      promptId: 'p1' as PromptId,
      letter: 'B',
      revision: 2,
      name: 'short',
      content: { messages, parameters: { ...defaultParameters, maxOutputTokens: 120, temperature: 0.2 } },
      parentId: null,
      origin: 'written',
      note: '',
      isFrozen: true,
      supersededById: null,
      archivedAt: null,
      createdAt: '2026-11-21T10:00:00.000Z',
      updatedAt: '2026-11-21T10:00:00.000Z',
    },
    model: modelOf(modelId),
    providerKind: modelId.startsWith('anthropic/') ? 'anthropic' : 'openai',
    baseUrl: null,
    evalSet: {
      id: 'e1' as EvalSetId,
      projectId: 'j1' as ProjectId,
      name: 'Tickets',
      variableNames: ['user', 'text'],
      caseCount: 1,
      assertions: [
        {
          scorer: 'equals',
          isNegated: false,
          value: '{{expected}}',
          options: {},
          weight: 2,
          transforms: [
            { kind: 'regex-extract', pattern: 'is (\\w+)', flags: 'i', group: 1, pick: 'last', otherwise: 'keep' },
            { kind: 'lower-case' },
          ],
        },
        { scorer: 'contains', isNegated: true, value: 'sorry', options: {}, weight: 1, transforms: [] },
      ],
      mayRunCode: false,
      contentHash: 'abc',
      archivedAt: null,
      createdAt: '2026-11-21T10:00:00.000Z',
      updatedAt: '2026-11-21T10:00:00.000Z',
    },
    cases: [
      {
        id: 'c1' as CaseId,
        position: 1,
        variables: { user: { name: 'Ann' }, text: 'Use {{braces}}' },
        expected: 'billing',
        tags: ['x'],
        weight: 1,
      },
    ],
    evidence: null,
    exportedAt: '2026-11-21T12:00:00.000Z',
    appVersion: '0.1.0',
    ...changes,
  }
}

export const evidence = {
  run: {
    id: 'r1' as RunId,
    evalSetName: 'Tickets',
    evalSetHash: 'abc',
    priceSnapshot: { 'openai/gpt-4.1-mini': { ...modelOf('openai/gpt-4.1-mini').price, readOn: '2026-08-01' } },
  },
  column: {
    modelId: ModelId.parse('openai/gpt-4.1-mini'),
    passed: 90,
    scored: 100,
    passRate: 0.9,
    passRateInterval: { low: 0.826, high: 0.945 },
    costPer1000NanoUsd: 120_000_000,
    isSimulation: false,
  },
  verdict: null,
} as unknown as Evidence // only the fields that provenance reads
