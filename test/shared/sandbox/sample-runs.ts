import { sampleProjects } from '../../../electron/core/samples/sample-projects.ts'
import type { CaseContent } from '../../../shared/domain/eval-set.ts'
import type { Message, RenderedMessage } from '../../../shared/domain/prompt.ts'
import type { ModelSize } from '../../../shared/sandbox/model-size.ts'
import { PromptLibrary } from '../../../shared/sandbox/prompt-library.ts'
import { jsonObject } from '../../../shared/sandbox/read-labels.ts'
import { simulate } from '../../../shared/sandbox/simulate.ts'

export interface SampleAnswer {
  readonly testCase: CaseContent
  readonly output: string
}

export function sampleMessages(name: string): readonly Message[] {
  return project(name).prompts[0]?.variants[0]?.content.messages ?? []
}

/** Changes the system prompt of a sample; fails when there is nothing to change, so that an ablation cannot be empty. */
export function changeSystem(messages: readonly Message[], change: (text: string) => string): readonly Message[] {
  return messages.map((message) => {
    if (message.role !== 'system') return message
    const template = change(message.template)
    if (template === message.template) throw new Error('The change left the system prompt as it was.')
    return { ...message, template }
  })
}

export function runSample(name: string, size: ModelSize, messages = sampleMessages(name), repeat = 0): SampleAnswer[] {
  const library = new PromptLibrary()
  return (project(name).evalSets[0]?.cases ?? []).map((testCase) => ({
    testCase,
    output: simulate(
      { size, messages: render(messages, testCase), parameters: { responseSchema: null }, repeat },
      library,
    ).text,
  }))
}

export function render(messages: readonly Message[], { variables }: CaseContent): RenderedMessage[] {
  return messages.map(({ role, template }) => ({
    role,
    content: template.replace(/\{\{(\w+)\}\}/g, (_all, variable: string) => String(variables[variable] ?? '')),
  }))
}

/** Share of answers whose first label, or whose value at `key`, is the expected one. */
export function accuracy(answers: readonly SampleAnswer[], key?: string): number {
  const right = answers.filter(({ testCase, output }) => {
    const expected = key === 'priority' ? testCase.variables.expected_priority : testCase.expected
    const found = key ? jsonObject(output)?.[key] : /\b(positive|negative|neutral)\b/i.exec(output)?.[1]?.toLowerCase()
    return found === expected
  })
  return right.length / answers.length
}

function project(name: string) {
  const found = sampleProjects.find((candidate) => candidate.name === name)
  if (!found) throw new Error(`No sample project is named "${name}".`)
  return found
}
