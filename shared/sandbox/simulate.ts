import type { Parameters, RenderedMessage } from '../domain/prompt.ts'
import { writeAnswer } from './answer.ts'
import { decide } from './decide.ts'
import { extractAnswer } from './extract.ts'
import { readJudgeTask, writeJudgement } from './judge-task.ts'
import type { ModelSize } from './model-size.ts'
import type { PromptLibrary } from './prompt-library.ts'
import { readReflectTask, writeReflection } from './reflect-task.ts'
import { readRewriteTask, writeRewrite } from './rewrite-task.ts'
import { splitPrompt } from './split-prompt.ts'

export interface SimulationRequest {
  readonly size: ModelSize
  readonly messages: readonly RenderedMessage[]
  readonly parameters: Pick<Parameters, 'responseSchema'>
  /** See ProviderRequest.repeat. */
  readonly repeat: number
}

export interface SimulatedAnswer {
  readonly text: string
  /** How clear each of its choices was, 0.5 to 1; none where nothing was chosen. */
  readonly certainties: readonly number[]
}

/**
 * Answers a prompt without a model: what it asks for is read out of its text and decided by likeness, lexicon and rules.
 *
 * A simulation, which says nothing about a real model. Deterministic: the same request always gets the same answer.
 * Limits and stop sequences are the caller's. Never throws, whatever the text.
 */
export function simulate(request: SimulationRequest, library: PromptLibrary): SimulatedAnswer {
  const { messages, size, parameters, repeat } = request
  if (messages.length === 0) return unchosen('')
  // First: what is judged may itself speak of shortening.
  const judged = readJudgeTask(messages, parameters.responseSchema)
  if (judged) return unchosen(writeJudgement(judged, size))
  const reflected = readReflectTask(messages)
  if (reflected) return unchosen(writeReflection(reflected, size))
  const task = readRewriteTask(messages)
  if (task) return unchosen(writeRewrite(task, size))
  const split = splitPrompt(messages)
  const schema = parameters.responseSchema === null ? '' : JSON.stringify(parameters.responseSchema, null, 1)
  const prompt = library.compile(split, size, schema)
  const choices = decide(prompt, split.input, repeat)
  if (choices.length === 0) return unchosen(extractAnswer(split.instructions, split.input.text))
  const text = writeAnswer(choices, prompt.read.format, size !== 'large')
  return { text, certainties: choices.map(({ certainty }) => certainty) }
}

function unchosen(text: string): SimulatedAnswer {
  return { text, certainties: [] }
}
