import { describe, expect, it } from 'vitest'
import { allSteps } from '../../../../shared/all-steps.ts'
import { ModelId } from '../../../../shared/domain/ids.ts'
import { defaultParameters, type VariantContent } from '../../../../shared/domain/prompt.ts'
import { catalogModels } from '../../../../shared/models/catalog.ts'
import { type AuditModel, auditPrompt } from '../../../../shared/savings/upgrade/audit-prompt.ts'
import { upgradeRecord } from '../../../../shared/savings/upgrade/upgrade-record.ts'
import { upgradeReport } from '../../../../shared/savings/upgrade/upgrade-report.ts'
import { must } from '../../../support/must.ts'
import { savingsWorld } from '../../../support/savings-world.ts'

function modelOf(id: string): AuditModel {
  const model = must(catalogModels.find((one) => one.id === ModelId.parse(id)))
  return { model, providerKind: model.providerId }
}

function rules(content: Partial<VariantContent>, [from, to]: readonly [string, string], stablePrefix = 0): string[] {
  const whole = { messages: [{ role: 'user' as const, template: 'Hi' }], parameters: defaultParameters, ...content }
  const tokens = { prompt: 2000, stablePrefix }
  return auditPrompt({ content: whole, from: modelOf(from), to: modelOf(to), tokens }).map(({ ruleId }) => ruleId)
}

const reportOf = (...given: Parameters<typeof upgradeReport>) => allSteps(upgradeReport(...given))
const said = (template: string) => ({ messages: [{ role: 'system' as const, template }] })
const move = ['openai/gpt-4.1', 'openai/gpt-6-sol'] as const

describe('the audit of a prompt before it moves', () => {
  it('finds text that older models needed, and places it', () => {
    const template = 'You are GPT-4.1. Think step by step. Respond only with valid JSON. Today is 3 May 2024.'
    const found = auditPrompt({
      content: { ...said(template), parameters: defaultParameters },
      from: modelOf(move[0]),
      to: modelOf(move[1]),
      tokens: { prompt: 100, stablePrefix: 0 },
    }).filter(({ place }) => place !== null)
    expect(found.map(({ ruleId }) => ruleId).sort()).toEqual(['dates-itself', 'json-plea', 'names-model', 'stale-text'])
    for (const { place, quote } of found) expect(template.slice(place?.start, place?.end).trim()).toBe(quote)
  })

  it('leaves such text alone where the new model does not reason', () => {
    expect(rules(said('Think step by step.'), ['openai/gpt-6-sol', 'openai/gpt-4.1'])).not.toContain('stale-text')
  })

  it('names parameters that the new model refuses, and caps that reasoning would eat', () => {
    const parameters = { ...defaultParameters, temperature: 0.2, stop: ['END'], maxOutputTokens: 20 }
    const found = rules({ parameters }, move)
    expect(found).toEqual(expect.arrayContaining(['temperature', 'stop', 'old-cap', 'effort-unset']))
    const fine = { ...defaultParameters, effort: 'low' as const }
    expect(rules({ parameters: fine }, ['openai/gpt-6-sol', 'openai/gpt-6-luna'])).toEqual([])
  })

  it('tells what becomes of a cached prefix, and of counts', () => {
    const claude = ['anthropic/claude-sonnet-4-6', 'anthropic/claude-haiku-4-5'] as const
    expect(rules({}, claude, 2000)).toContain('cache-minimum')
    expect(rules({}, claude, 200)).not.toContain('cache-minimum')
    expect(rules({}, ['openai/gpt-5.4-mini', 'anthropic/claude-haiku-4-5'], 2000)).toEqual(
      expect.arrayContaining(['tokenizer', 'cache-asked', 'cache-minimum']),
    )
  })

  it('says that an answer begun by the prompt is refused, before all that only costs', () => {
    const messages = [
      { role: 'user' as const, template: 'Answer with JSON only, no other text.' },
      { role: 'assistant' as const, template: '{' },
    ]
    expect(rules({ messages }, ['anthropic/claude-sonnet-4-5', 'anthropic/claude-sonnet-5-5'])[0]).toBe('prefill')
  })
})

describe('the report on a move', () => {
  const input = savingsWorld({
    cases: 200,
    columns: [
      { variant: 'A', model: 'openai/gpt-6-sol', answer: () => ({ input: 500, output: 100, score: 1 }) },
      { variant: 'A', model: 'openai/gpt-6-luna', answer: () => ({ input: 500, output: 100, score: 1 }) },
    ],
  })

  it('compares what was measured, and reckons what was not with today’s tokens', () => {
    const measured = reportOf(input, { from: modelOf('openai/gpt-6-sol'), to: modelOf('openai/gpt-6-luna') })
    expect(measured).toMatchObject({ isMeasured: true, to: { score: 1 }, verdict: { kind: 'not-worse-and-cheaper' } })
    expect(must(measured.to.monthNanoUsd) / must(measured.from.monthNanoUsd)).toBeCloseTo(0.05, 5)
    const reckoned = reportOf(input, { from: modelOf('openai/gpt-6-sol'), to: modelOf('openai/gpt-5.4') })
    expect(reckoned).toMatchObject({ isMeasured: false, verdict: null, to: { score: null, latencyP50Ms: null } })
    expect(reckoned.to.monthNanoUsd).toBeGreaterThan(must(reckoned.from.monthNanoUsd))
  })

  it('is written down with its evidence', () => {
    const report = reportOf(input, { from: modelOf('openai/gpt-6-sol'), to: modelOf('openai/gpt-6-luna') })
    const { body } = upgradeRecord(report, {
      promptName: 'A | B',
      runId: 'run-1',
      runName: 'run',
      evalSetHash: 'abc',
      cases: 100,
      callsPerDay: 1000,
      exportedAt: '2026-11-21T00:00:00.000Z',
      appVersion: '1',
    })
    expect(body).toContain('# A \\| B: from GPT-6 Sol to GPT-6 Luna')
    expect(body).toContain('| Score | 100.0 % | 100.0 % |')
    expect(body).toContain('eval set SHA-256 abc')
  })
})
