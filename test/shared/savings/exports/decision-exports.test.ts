import { spawnSync } from 'node:child_process'
import { transformWithOxc } from 'vite'
import { describe, expect, it } from 'vitest'
import { parse } from 'yaml'
import { runCascade } from '../../../../shared/savings/cascade/run-cascade.ts'
import { validators } from '../../../../shared/savings/cascade/validators.ts'
import type { Decision, DecisionEvidence } from '../../../../shared/savings/exports/decision.ts'
import { pythonPattern } from '../../../../shared/savings/exports/python-pattern.ts'
import { decisionExporters } from '../../../../shared/savings/exports/registry.ts'
import type { GridCase } from '../../../../shared/savings/paired/answer-grid.ts'
import { answerByRule } from '../../../../shared/savings/replays/rule-gate.ts'
import { routers } from '../../../../shared/savings/routing/routers.ts'
import { applyRule, type RoutingRule } from '../../../../shared/savings/routing/routing-rule.ts'
import { madeGrid } from '../../../support/made-grid.ts'
import { must } from '../../../support/must.ts'

/** LiteLLM is not there: its module is stood in for by the one class that the hook takes from it. */
const HOOK_PROGRAM = `
import asyncio, json, sys, types
for name in ("litellm", "litellm.integrations", "litellm.integrations.custom_logger"):
    sys.modules[name] = types.ModuleType(name)
sys.modules["litellm.integrations.custom_logger"].CustomLogger = object
given = json.load(sys.stdin)
hook = types.ModuleType("hook")
sys.modules["hook"] = hook
exec(compile(given["hook"], "hook.py", "exec"), hook.__dict__)
async def chosen():
    return [(await hook.handler.async_pre_call_hook(None, None, call, "completion"))["model"] for call in given["calls"]]
print(json.dumps(asyncio.run(chosen())))`
const hasPython = spawnSync('python3', ['--version']).status === 0
const evidence: DecisionEvidence = {
  title: 'Routing',
  choice: '50 % to small',
  promptName: 'Ticket router\n*/ "quoted"',
  method: 'Five folds.',
  quality: 'Not worse.',
  notes: ['A note with *marks*.'],
  savedPerMonth: '$1.20',
  runId: 'run-1',
  runName: 'A run',
  evalSetHash: 'abc',
  cases: 120,
  prices: ['openai/gpt-6-sol, read 2026-11-01'],
  exportedAt: '2026-11-21T22:00:00.000Z',
  appVersion: '1.0.0',
}
const models = [
  { modelId: 'recorded/small', variantLabel: 'A' },
  { modelId: 'openai/gpt-6-sol', variantLabel: 'B' },
]
const options = [
  { cost: 1, easy: 0.95, hard: 0.3 },
  { cost: 10, easy: 0.95, hard: 0.9 },
]
const grid = madeGrid({ seed: 'exports', cases: 110, options, trials: 3, isTold: true })
const train = Array.from({ length: 80 }, (_, index) => index)
/** Texts that are easily counted differently: other scripts, tabs, dots, numbers, nothing at all. */
const asked: readonly Pick<GridCase, 'variables' | 'tags'>[] = [
  ...grid.cases.slice(80),
  { variables: { b: 'Größe 1.234,5?!  Why\t…', a: 'Second\nline' }, tags: ['new'] },
  { variables: { text: '日本語のテキスト 12 😀 explain' }, tags: [] },
  { variables: { text: '' }, tags: ['chat', 'contract'] },
]

async function typescriptOf(decision: Decision): Promise<Record<string, (...given: never[]) => unknown>> {
  const { body, fileName } = decisionExporters.get('typescript').render(decision, evidence)
  const { code } = await transformWithOxc(body, fileName, {})
  return await import(/* @vite-ignore */ `data:text/javascript;base64,${Buffer.from(code).toString('base64')}`)
}

/** What Python prints as JSON after the module has run. */
function pythonSays(decision: Decision, program: string, input: unknown): unknown {
  const { body } = decisionExporters.get('python').render(decision, evidence)
  const { stdout, stderr } = spawnSync(
    'python3',
    ['-c', `${body}\nimport json, sys\ngiven = json.load(sys.stdin)\n${program}`],
    {
      input: JSON.stringify(input),
      encoding: 'utf8',
    },
  )
  if (stdout === '') throw new Error(stderr)
  return JSON.parse(stdout)
}

function ruleOf(id: string): RoutingRule {
  const router = must(routers.find((one) => one.id === id))
  return must(router.prepare(grid.cases))(train).rule(0.03)
}

describe.each(routers.map(({ id }) => id))('the exported rule of the router %s', (id) => {
  const rule = ruleOf(id)
  const decision: Decision = { kind: 'routing', models, rule }
  const wanted = asked.map((one) => must(models[applyRule(rule, one)]).modelId)

  it('chooses in TypeScript what was measured', async () => {
    const { route } = await typescriptOf(decision)
    const chosen = asked.map((one) => (must(route)(one as never) as { readonly id: string }).id)
    expect(chosen).toEqual(wanted)
    expect(new Set(wanted).size).toBe(2)
  })

  it.skipIf(!hasPython)('chooses in Python what was measured', () => {
    const program = 'print(json.dumps([route(one["variables"], one["tags"])["id"] for one in given]))'
    expect(pythonSays(decision, program, asked)).toEqual(wanted)
  })

  it('is a LiteLLM configuration that parses, with a hook that chooses the same where tags do not do it', () => {
    const { body, sidecar } = decisionExporters.get('litellm').render(decision, evidence)
    const config = parse(body)
    const entry: string = config.model_list[0].model_name
    const named = config.model_list.map((entry: { litellm_params: { model: string } }) => entry.litellm_params.model)
    expect(new Set(named)).toEqual(new Set(['small', 'openai/gpt-6-sol']))
    if (id === 'tags') expect(config.router_settings).toEqual({ enable_tag_filtering: true })
    else expect(config.litellm_settings.callbacks).toBe(`${must(sidecar).fileName.replace('.py', '')}.handler`)
    // One of them compiled is enough: the others differ in the rule alone, which runs above.
    if (!hasPython || !sidecar || id !== 'neighbours') return
    const toHook = asked.map((one) => ({ model: entry, metadata: one }))
    const others = [
      { model: entry, metadata: {} },
      { model: 'another', metadata: asked[0] },
    ]
    const { stdout, stderr } = spawnSync('python3', ['-c', HOOK_PROGRAM], {
      input: JSON.stringify({ hook: sidecar.body, calls: [...toHook, ...others] }),
      encoding: 'utf8',
    })
    expect(stderr).toBe('')
    expect(JSON.parse(stdout)).toEqual([
      ...wanted.map((modelId) => `${entry}-${models.findIndex((model) => model.modelId === modelId)}`),
      entry,
      'another',
    ])
  })
})

describe.each(['format', 'agreement', 'counts'])('the exported cascade with the check %s', (id) => {
  const cases = grid.cases.map((one, index) => ({
    ...one,
    answers: one.answers.map((answer) => ({
      ...answer,
      trials: answer.trials.map((trial) => ({ ...trial, finishReason: index % 7 === 0 ? 'length' : 'stop' })),
    })),
  }))
  const validator = must(validators.find((one) => one.id === id))
  const check = must(validator.prepare({ ...grid, cases }, 0))(train)
  const rule = { tiers: [0, 1], steps: [{ check, threshold: id === 'counts' ? 0.6 : 1 }] }
  const decision: Decision = { kind: 'cascade', models, rule }
  const wanted = cases.map((one) => runCascade(rule, one).tier)
  const answersOf = (one: GridCase) =>
    models.map((_, option) => one.answers[option]?.trials.map(({ output, finishReason }) => [output, finishReason]))

  it('keeps in TypeScript the answers that were kept', async () => {
    const { cascade } = await typescriptOf(decision)
    const tiers = await Promise.all(
      cases.map(async (one) => {
        const ask = async ({ id: modelId }: { readonly id: string }, trial: number) => {
          const { output, finishReason } = must(
            one.answers[models.findIndex((model) => model.modelId === modelId)]?.trials[trial],
          )
          return { text: output, finishReason }
        }
        return ((await must(cascade)(ask as never)) as { readonly tier: number }).tier
      }),
    )
    expect(tiers).toEqual(wanted)
    expect(new Set(wanted).size).toBe(2)
  })

  it.skipIf(!hasPython)('keeps in Python the answers that were kept', () => {
    const program = `
places = [model["id"] for model in MODELS]
def ask_for(answers):
    return lambda model, trial: Answer(*answers[places.index(model["id"])][trial])
print(json.dumps([cascade(ask_for(answers))[2] for answers in given]))`
    expect(pythonSays(decision, program, cases.map(answersOf))).toEqual(wanted)
  })
})

describe('other decisions', () => {
  const rules = [
    { words: ['größe', '12'], answer: 'Size' },
    { words: ['why'], answer: 'Reason "quoted"' },
  ]
  const texts = ['Why?', 'Die GRÖSSE größe: 12', 'nothing', 'anyway']

  it('rules before the model answer alike in both languages', async () => {
    const decision: Decision = { kind: 'rule-gate', model: must(models[0]), rules }
    const wanted = texts.map((text) => answerByRule(rules, text))
    expect(wanted).toEqual(['Reason "quoted"', 'Size', null, null])
    const { answerByRule: exported } = await typescriptOf(decision)
    expect(texts.map((text) => must(exported)(text as never))).toEqual(wanted)
    if (hasPython) {
      expect(pythonSays(decision, 'print(json.dumps([answer_by_rule(text) for text in given]))', texts)).toEqual(wanted)
    }
  })

  it('the user’s own rules answer alike in both languages, and a pattern that Python reads otherwise is refused', async () => {
    const own = [
      { kind: 'question' as const, text: 'When are you open?', answer: 'From 9 to 17' },
      { kind: 'pattern' as const, text: '^(?<greeting>hi|hello)\\b[^(?]*\\$?$', answer: 'Hello "you"' },
      { kind: 'pattern' as const, text: 'a.b{2}{', answer: 'Odd' },
    ]
    const texts = ['when ARE you… open', 'Hi there', 'hi (you)', 'hi\n', 'Higher', 'xa\nbb{', 'xA-bb{', 'nothing']
    const decision: Decision = { kind: 'own-rules', model: must(models[0]), rules: own }
    const { answerByRule: exported } = await typescriptOf(decision)
    const said = texts.map((text) => must(exported)(text as never))
    expect(said).toEqual(['From 9 to 17', 'Hello "you"', null, 'Hello "you"', null, null, 'Odd', null])
    if (hasPython) {
      expect(pythonSays(decision, 'print(json.dumps([answer_by_rule(text) for text in given]))', texts)).toEqual(said)
    }
    for (const text of ['(?<=a)b', '\\p{L}', 'a[]']) expect(() => pythonPattern(text)).toThrow('Python reads otherwise')
  })

  it('every exporter writes its kinds, with where they come from, and no name becomes code', () => {
    const model = must(models[0])
    const decisions: readonly Decision[] = [
      { kind: 'model', from: model, to: must(models[1]) },
      { kind: 'routing', models, rule: ruleOf('tags') },
      { kind: 'cascade', models, rule: { tiers: [0, 1], steps: [{ check: { kind: 'judge' }, threshold: Infinity }] } },
      { kind: 'response-cache', model, ttlSeconds: 60, freshVariables: ['now'] },
      { kind: 'semantic-cache', model, threshold: 0.9, embeddingModelId: null, variables: ['text'] },
      { kind: 'output-cap', model, maxOutputTokens: 50 },
      { kind: 'early-stop', model, checkers: ['refusal'] },
      { kind: 'rule-gate', model, rules },
      { kind: 'own-rules', model, rules: [{ kind: 'question', text: 'Open?', answer: 'Yes' }] },
    ]
    for (const exporter of decisionExporters.all) {
      for (const decision of decisions.filter(({ kind }) => exporter.kinds.includes(kind))) {
        const { body, fileName } = exporter.render(decision, evidence)
        expect(body).toContain('run-1')
        expect(body).toContain('abc')
        expect(fileName).toMatch(/^[a-z0-9._-]+$/)
        if (fileName.endsWith('.json')) expect(JSON.parse(body).provenance).toEqual(evidence)
      }
    }
  })
})
