import { getEncoding } from 'js-tiktoken'
import { beforeAll, describe, expect, it } from 'vitest'
import {
  type SampleEvalSet,
  type SampleProject,
  type SampleVariant,
  sampleProjects,
} from '../../../../electron/core/samples/sample-projects.ts'
import { CaseContent } from '../../../../shared/domain/eval-set.ts'
import { VariantContent } from '../../../../shared/domain/prompt.ts'
import { Assertion } from '../../../../shared/domain/score.ts'

describe.each(sampleProjects)('the sample project "$name"', (project) => {
  const evalSet = evalSetOf(project)
  const variants = project.prompts.flatMap((prompt) => prompt.variants)

  it('is valid for the domain, so that the first start cannot fail on it', () => {
    for (const variant of variants) VariantContent.parse(variant.content)
    for (const content of evalSet.cases) CaseContent.parse(content)
    for (const assertion of evalSet.assertions) Assertion.parse(assertion)
    expect(variants.length).toBeGreaterThan(0)
  })

  it('fills every variable of its prompt from every case, and uses none that no case has', () => {
    const used = new Set(variants.flatMap(variableNames))
    expect(used.size).toBeGreaterThan(0)
    for (const name of used) {
      const missing = evalSet.cases.filter(({ variables }) => textOf(variables[name]).trim() === '')
      expect({ name, missing }).toEqual({ name, missing: [] })
    }
  })

  it('gives every assertion only values that every case has', () => {
    for (const { value } of evalSet.assertions) {
      for (const [, name = ''] of (value ?? '').matchAll(/\{\{\s*(\w+)\s*\}\}/g)) {
        const missing = evalSet.cases.filter((one) => name !== 'expected' && one.variables[name] === undefined)
        expect({ name, missing }).toEqual({ name, missing: [] })
      }
    }
  })

  it('tags every case, and has at least eight cases of every tag', () => {
    expect(evalSet.cases.filter(({ tags }) => tags.length === 0)).toEqual([])
    const counts = countBy(evalSet.cases.flatMap(({ tags }) => tags))
    expect(Object.entries(counts).filter(([, count]) => count < 8)).toEqual([])
    expect(Object.keys(counts)).toEqual(expect.arrayContaining(['plain', 'negation', 'sarcasm', 'typo']))
  })

  it('shows no case of its eval set as an example in the prompt', () => {
    const prompts = variants.map((variant) => normalized(templateText(variant))).join('\n')
    const texts = evalSet.cases.map(({ variables }) => normalized(textOf(variables.review ?? variables.ticket)))
    expect(texts.filter((text) => text.length > 20 && prompts.includes(text))).toEqual([])
  })

  it('names no case tag and no expected answer with stray spaces', () => {
    const words = evalSet.cases.flatMap(({ tags, expected }) => [...tags, expected ?? ''])
    expect(words.filter((word) => !/^[a-z]+(-[a-z]+)*$/.test(word))).toEqual([])
  })
})

describe('the review sentiment sample', () => {
  const project = projectNamed('Review sentiment')
  const { cases, assertions } = evalSetOf(project)

  it('has at least 130 different reviews', () => {
    expect(new Set(cases.map(({ variables }) => normalized(textOf(variables.review)))).size).toBe(cases.length)
    expect(cases.length).toBeGreaterThanOrEqual(130)
  })

  it('has a fair share of each label and no other label', () => {
    const counts = countBy(cases.map(({ expected }) => expected ?? ''))
    expect(Object.keys(counts).sort()).toEqual(['negative', 'neutral', 'positive'])
    for (const count of Object.values(counts)) expect(count / cases.length).toBeGreaterThan(0.25)
  })

  it('holds reviews from a few words to well over sixty', () => {
    const lengths = cases.map(({ variables }) => textOf(variables.review).split(/\s+/).length)
    expect(Math.min(...lengths)).toBeLessThanOrEqual(4)
    expect(Math.max(...lengths)).toBeGreaterThan(90)
    expect(Math.max(...lengths)).toBeLessThanOrEqual(120)
  })

  it('takes the label out of a sentence, where the explanation names another one', () => {
    const [extract] = assertions[0]?.transforms ?? []
    if (extract?.kind !== 'regex-extract') throw new Error('The first transform takes out the label.')
    const answer = 'The sentiment is Positive, because the negative points are few.'
    expect(new RegExp(extract.pattern, extract.flags).exec(answer)?.[extract.group]).toBe('Positive')
  })

  it('says in the prompt every label that the cases expect', () => {
    const text = templateText(variantOf(project))
    for (const { expected } of cases) expect(text).toContain(`**${expected}**`)
  })
})

describe('the support ticket sample', () => {
  const project = projectNamed('Support tickets')
  const { cases, assertions } = evalSetOf(project)
  const text = templateText(variantOf(project))

  it('has at least 160 different tickets', () => {
    expect(new Set(cases.map(({ variables }) => normalized(textOf(variables.ticket)))).size).toBe(cases.length)
    expect(cases.length).toBeGreaterThanOrEqual(160)
  })

  it('has a fair share of each queue, and enough cases of each priority and plan', () => {
    const queues = countBy(cases.map(({ expected }) => expected ?? ''))
    expect(Object.keys(queues).sort()).toEqual(['abuse', 'account', 'billing', 'sales', 'shipping', 'technical'])
    for (const count of Object.values(queues)) expect(count).toBeGreaterThanOrEqual(25)
    const priorities = countBy(cases.map(({ variables }) => textOf(variables.expected_priority)))
    expect(Object.keys(priorities).sort()).toEqual(['low', 'normal', 'urgent'])
    for (const count of Object.values(priorities)) expect(count).toBeGreaterThanOrEqual(20)
    const plans = countBy(cases.map(({ variables }) => textOf(variables.plan)))
    expect(Object.keys(plans).sort()).toEqual(['enterprise', 'free', 'team'])
  })

  it('calls an outage urgent on the enterprise plan only, as the prompt rules', () => {
    const outages = cases.filter(({ tags }) => tags.includes('outage'))
    const wrong = outages.filter(
      ({ variables }) => (variables.plan === 'enterprise') !== (variables.expected_priority === 'urgent'),
    )
    expect(wrong).toEqual([])
  })

  it('never calls a ticket urgent because it is loud', () => {
    const loud = cases.filter(({ tags }) => tags.includes('loud'))
    expect(loud.filter(({ variables }) => variables.expected_priority === 'urgent')).toEqual([])
  })

  it('keeps the expected priority out of the prompt', () => {
    expect(text).not.toContain('expected_priority')
  })

  it('shows six examples whose outputs are valid for its own schema', () => {
    const schema = JSON.parse(assertions.find(({ scorer }) => scorer === 'is-json')?.value ?? 'null')
    const outputs = [...text.matchAll(/^Output: (\{.*\})$/gm)].map(([, json = '']) => JSON.parse(json))
    expect(outputs).toHaveLength(6)
    for (const output of outputs) {
      expect(Object.keys(output)).toEqual(schema.required)
      expect(schema.properties.queue.enum).toContain(output.queue)
      expect(schema.properties.priority.enum).toContain(output.priority)
    }
    expect(new Set(outputs.map(({ queue }) => queue)).size).toBe(6)
  })

  it('asks for the schema that its assertion checks', () => {
    const schema = JSON.parse(assertions.find(({ scorer }) => scorer === 'is-json')?.value ?? 'null')
    const written = /^\{\n[\s\S]*?^\}$/m.exec(text)?.[0] ?? 'null'
    expect(JSON.parse(written)).toEqual(schema)
  })
})

describe('the length of the sample prompts, in o200k tokens', () => {
  let countTokens: (text: string) => number

  beforeAll(() => {
    const encoding = getEncoding('o200k_base')
    countTokens = (text) => encoding.encode(text, [], []).length
  })

  it.each([
    ['Review sentiment', 800, 900],
    ['Support tickets', 1100, 1500],
  ])('%s stays between %i and %i', (name, least, most) => {
    const { messages } = variantOf(projectNamed(name)).content
    const total = messages.reduce((sum, { template }) => sum + countTokens(template), 0)
    expect(total).toBeGreaterThanOrEqual(least)
    expect(total).toBeLessThanOrEqual(most)
  })
})

function projectNamed(name: string): SampleProject {
  const project = sampleProjects.find((one) => one.name === name)
  if (!project) throw new Error(`No sample project named "${name}".`)
  return project
}

function evalSetOf(project: SampleProject): SampleEvalSet {
  const [evalSet] = project.evalSets
  if (!evalSet) throw new Error(`"${project.name}" has no eval set.`)
  return evalSet
}

function variantOf(project: SampleProject): SampleVariant {
  const variant = project.prompts[0]?.variants[0]
  if (!variant) throw new Error(`"${project.name}" has no variant.`)
  return variant
}

function templateText(variant: SampleVariant): string {
  return variant.content.messages.map(({ template }) => template).join('\n')
}

function variableNames(variant: SampleVariant): readonly string[] {
  return [...templateText(variant).matchAll(/\{\{\s*(\w+)\s*\}\}/g)].map(([, name = '']) => name)
}

function textOf(value: unknown): string {
  return typeof value === 'string' ? value : ''
}

function normalized(text: string): string {
  return text.toLowerCase().replace(/\W+/g, ' ').trim()
}

function countBy(words: readonly string[]): Readonly<Record<string, number>> {
  const counts: Record<string, number> = {}
  for (const word of words) counts[word] = (counts[word] ?? 0) + 1
  return counts
}
