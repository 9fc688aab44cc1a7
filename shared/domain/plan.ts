import { z } from 'zod'
import { CaseContent } from './eval-set.ts'
import { ModelId, ProviderId } from './ids.ts'
import { TableFormat } from './import.ts'
import { PartialName } from './partial.ts'
import { defaultParameters, Message, Parameters } from './prompt.ts'
import { Assertion } from './score.ts'

const Name = z.string().trim().min(1).max(200)
const FilePath = z.string().min(1)

/** Exactly one of `text`, `file` and `messages` says what the prompt is. */
const PlanPrompt = z
  .strictObject({
    label: Name,
    /** One user message. */
    text: z.string().optional(),
    /** A text file (one user message), or a JSON file with text, messages, or an object of them. */
    file: FilePath.optional(),
    /** Which entry of the JSON file's object. */
    key: z.string().optional(),
    messages: z.array(Message).min(1).optional(),
    parameters: Parameters.default(defaultParameters),
  })
  .refine((prompt) => [prompt.text, prompt.file, prompt.messages].filter((given) => given !== undefined).length === 1, {
    message: 'A prompt has exactly one of "text", "file" and "messages".',
  })
export type PlanPrompt = z.infer<typeof PlanPrompt>

const PlanCases = z.union([
  z.strictObject({
    file: FilePath,
    format: TableFormat.optional(),
    /** Column → variable's name, or "expected", "tag", "weight", "ignore". Columns not named keep what is suggested. */
    columns: z.record(z.string(), z.string()).default({}),
  }),
  z
    .array(
      CaseContent.extend({
        expected: CaseContent.shape.expected.default(null),
        tags: CaseContent.shape.tags.default([]),
        weight: CaseContent.shape.weight.default(1),
      }),
    )
    .min(1),
])
export type PlanCases = z.infer<typeof PlanCases>

/** An OpenAI-compatible address that the plan's models are reached through. */
const PlanProvider = z.strictObject({
  id: ProviderId,
  baseUrl: z.url({ protocol: /^https?$/ }),
  needsKey: z.boolean().default(false),
  maxConcurrency: z.number().int().min(1).max(1000).default(8),
  /** USD per million tokens, for models that the catalog does not know; without them the run is unpriced. */
  prices: z.strictObject({ input: z.number().min(0), output: z.number().min(0) }).optional(),
})
export type PlanProvider = z.infer<typeof PlanProvider>

/** What `pithy run FILE` reads: prompts, models, cases and assertions in one small YAML or JSON file. */
export const Plan = z.strictObject({
  name: Name,
  /** The project in the library that takes prompts, cases and run. */
  project: Name.default('Command line'),
  prompts: z.array(PlanPrompt).min(1),
  /** Name → text file: what `{% render 'name' %}` puts into the prompts. They become partials of the project. */
  partials: z.record(PartialName, FilePath).default({}),
  models: z.array(ModelId).min(1),
  providers: z.array(PlanProvider).default([]),
  cases: PlanCases,
  assertions: z.array(Assertion.partial().extend({ type: z.string().min(1).max(60) })).default([]),
  repeats: z.number().int().min(1).max(100).default(1),
  caseLimit: z.number().int().positive().optional(),
  budgetUsd: z.number().positive().optional(),
  mayUseCache: z.boolean().default(true),
  /** Ends an answer's stream once it cannot pass any more; see RunSpec. */
  mayStopEarly: z.boolean().default(false),
  /** Models that can are asked how sure they are of each answer; see RunSpec. */
  keepsLogProbabilities: z.boolean().default(false),
  /** Whether the plan's JavaScript assertions may run, in their sandbox; `--allow-javascript` says the same. */
  mayRunCode: z.boolean().default(false),
  /** Judges for the assertions that need a model's opinion and name none. */
  judge: ModelId.optional(),
  /** flex: slower, at the provider's flex price; batch: over the batch API, within a day, collected by `pithy batch collect`. */
  mode: z.enum(['sync', 'flex', 'batch']).default('sync'),
  /** What its calls are for, `feature: search`: budgets of tags count them, beside the tags of its cases. `--tag` says the same. */
  tags: z.record(z.string(), z.union([z.string(), z.number()])).default({}),
})
export type Plan = z.infer<typeof Plan>
