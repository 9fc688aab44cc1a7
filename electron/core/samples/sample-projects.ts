import type { CaseContent } from '../../../shared/domain/eval-set.ts'
import { defaultParameters, type VariantContent } from '../../../shared/domain/prompt.ts'
import type { Assertion } from '../../../shared/domain/score.ts'
import { sentimentMessages } from './sentiment-prompt.ts'
import reviews from './sentiment-reviews.json'
import tickets from './support-tickets.json'
import { ticketMessages } from './ticket-prompt.ts'

/** The two projects that a new library starts with. All text was written for Pithy; people and companies are invented. */
export const sampleProjects: readonly SampleProject[] = [
  {
    name: 'Review sentiment',
    description: 'A wordy classifier: which words can go before it gets worse?',
    prompts: [
      {
        name: 'Sentiment classifier',
        variants: [
          { name: 'As found', content: { messages: [...sentimentMessages], parameters: { ...defaultParameters } } },
        ],
      },
    ],
    evalSets: [{ name: 'Product reviews', cases: reviewCases(), assertions: labelAssertions() }],
  },
  {
    name: 'Support tickets',
    description: 'A router with a long system prompt, six examples and JSON output: queue and priority must be right.',
    prompts: [
      {
        name: 'Ticket router',
        variants: [
          {
            name: 'As found',
            content: {
              messages: [...ticketMessages],
              parameters: { ...defaultParameters, maxOutputTokens: 300 },
            },
          },
        ],
      },
    ],
    evalSets: [{ name: 'Support tickets', cases: ticketCases(), assertions: routeAssertions() }],
  },
]

export interface SampleProject {
  readonly name: string
  readonly description: string
  readonly prompts: readonly SamplePrompt[]
  readonly evalSets: readonly SampleEvalSet[]
}

export interface SamplePrompt {
  readonly name: string
  readonly variants: readonly SampleVariant[]
}

export interface SampleVariant {
  readonly name: string
  readonly content: VariantContent
}

export interface SampleEvalSet {
  readonly name: string
  readonly cases: readonly CaseContent[]
  readonly assertions: readonly Assertion[]
}

function reviewCases(): readonly CaseContent[] {
  return reviews.map(({ review, expected, tags }) => ({ variables: { review }, expected, tags, weight: 1 }))
}

/** `expected_priority` stands in no prompt; only an assertion reads it. */
function ticketCases(): readonly CaseContent[] {
  return tickets.map(({ subject, ticket, plan, expected, tags }) => ({
    variables: { subject, ticket, plan, expected_priority: expected.priority },
    expected: expected.queue,
    tags,
    weight: 1,
  }))
}

/** The first label counts: a verbose answer names it before it explains, and the explanation may name others. */
function labelAssertions(): readonly Assertion[] {
  return [
    {
      scorer: 'equals',
      isNegated: false,
      value: '{{expected}}',
      options: {},
      transforms: [
        {
          kind: 'regex-extract',
          pattern: '\\b(positive|negative|neutral)\\b',
          flags: 'i',
          group: 1,
          pick: 'first',
          otherwise: 'empty',
        },
        { kind: 'lower-case' },
      ],
      weight: 1,
    },
  ]
}

function routeAssertions(): readonly Assertion[] {
  const routeSchema = {
    type: 'object',
    required: ['queue', 'priority', 'reason'],
    additionalProperties: false,
    properties: {
      queue: { type: 'string', enum: ['billing', 'technical', 'account', 'shipping', 'sales', 'abuse'] },
      priority: { type: 'string', enum: ['low', 'normal', 'urgent'] },
      reason: { type: 'string' },
    },
  }
  return [
    {
      scorer: 'is-json',
      isNegated: false,
      value: JSON.stringify(routeSchema, null, 2),
      options: {},
      transforms: [],
      weight: 1,
    },
    {
      scorer: 'equals',
      isNegated: false,
      value: '{{expected}}',
      options: {},
      transforms: [{ kind: 'json-path', path: '$.queue' }],
      weight: 1,
    },
    {
      scorer: 'equals',
      isNegated: false,
      value: '{{expected_priority}}',
      options: {},
      transforms: [{ kind: 'json-path', path: '$.priority' }],
      weight: 1,
    },
  ]
}
