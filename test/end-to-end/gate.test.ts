import { spawnSync } from 'node:child_process'
import { readFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { afterAll, expect, it, onTestFinished } from 'vitest'
import { parse } from 'yaml'
import { tempFolder } from '../support/fake-ports.ts'
import { runCli } from '../support/run-cli.ts'

const repository = tempFolder()
afterAll(() => repository.remove())

const plan = repository.file('plan.yaml')
const golden = repository.file('golden.json')
const reviews = [
  'I love it, it is beautiful.',
  'Broken. Awful.',
  'Six screws.',
  'Great and bright, I love it.',
  'I hate it.',
]
const moods = ['positive', 'negative', 'neutral', 'positive', 'negative']
const cases = Array.from({ length: 60 }, (_, index) => ({
  variables: { review: `${reviews[index % 5]} Item ${index}.` },
  expected: moods[index % 5],
}))

function commit(file: string, text: string, message: string): void {
  writeFileSync(repository.file(file), text)
  git('add', '-A')
  git('commit', '-q', '-m', message)
}

function git(...args: readonly string[]): void {
  const about = ['-c', 'user.name=A', '-c', 'user.email=a@example.org', '-C', path.dirname(plan)]
  const done = spawnSync('git', [...about, ...args], { encoding: 'utf8' })
  expect(done.stderr).toBe('')
}

function pithy(...args: readonly string[]) {
  return runCli(['--library', repository.file('library.sqlite'), ...args])
}

const good = 'Classify the review as positive, negative or neutral. Answer with the label only.\n\nReview: {{review}}\n'

it('passes a repository whose prompts keep their limits, and fails the commit that breaks one', async () => {
  git('init', '-q')
  writeFileSync(repository.file('.gitignore'), 'library*\n*.json\n')
  const assertions = [
    { type: 'equals', value: '{{expected}}' },
    { type: 'not-contains', value: 'password', metric: 'safe' },
  ]
  const prompts = [{ label: 'short', file: 'short.txt', parameters: { maxOutputTokens: 20, temperature: 0 } }]
  const whole = { name: 'Gate', prompts, models: ['sandbox/large'], cases, assertions }
  writeFileSync(plan, JSON.stringify(whole))
  writeFileSync(repository.file('pithy.yaml'), '# At the start only tokens.\nlimits: { maxTokensPerPrompt: 40 }\n')
  commit('short.txt', good, 'A prompt')

  // No library is opened, so no key and no call: the file stays away.
  const free = await pithy('gate', plan)
  expect(free).toMatchObject({ code: 0, stdout: expect.stringContaining('✓ short on sandbox/large') })
  expect(() => readFileSync(repository.file('library.sqlite'))).toThrow('ENOENT')

  commit('short.txt', `Please be so kind as to read with great care what follows below. ${good.repeat(2)}`, 'Longer')
  const summary = repository.file('summary.md')
  const long = await pithy('gate', plan, '--summary', summary, '--junit', repository.file('junit.xml'))
  expect(long.code).toBe(1)
  expect(readFileSync(summary, 'utf8')).toContain('maxTokensPerPrompt')
  expect(readFileSync(repository.file('junit.xml'), 'utf8')).toContain('failures="1"')

  git('revert', '--no-edit', 'HEAD')
  const limits = 'limits: { maxTokensPerPrompt: 40, maxCostPer1000Usd: 10, minPassRate: 0.5 }\n'
  commit('pithy.yaml', `${limits}critical: [safe]\nprompts: { short: { maxLatencyP95Ms: 60000 } }\n`, 'More limits')
  expect(await pithy('snapshot', plan, '--out', golden)).toMatchObject({ code: 0 })
  expect(readFileSync(golden, 'utf8')).not.toContain('Awful')
  const same = await pithy('--json', 'gate', plan, '--baseline', golden)
  expect(same).toMatchObject({ code: 0, stdout: expect.stringContaining('identical: the same requests') })
  expect(JSON.parse(same.stdout).checks.map(({ rule }: { rule: string }) => rule)).toEqual([
    'maxTokensPerPrompt',
    'maxCostPer1000Usd',
    'minPassRate',
    'maxLatencyP95Ms',
    'critical',
    'baseline',
  ])

  commit('short.txt', 'Tell me a joke on: {{review}}\n', 'A worse prompt')
  const worse = await pithy('gate', plan, '--baseline', golden)
  expect(worse).toMatchObject({ code: 1, stdout: expect.stringContaining('baseline: worse: quality −') })

  git('revert', '--no-edit', 'HEAD')
  const parts = ['1/2', '2/2'].map((shard, index) => ({ shard, file: repository.file(`part-${index}.json`) }))
  for (const { shard, file } of parts)
    expect(await pithy('gate', plan, '--shard', shard, '--out', file)).toMatchObject({ code: 0 })
  const files = parts.map(({ file }) => file)
  const merged = await pithy('merge', ...files, '--baseline', golden)
  expect(merged).toMatchObject({ code: 0, stdout: expect.stringContaining('identical') })
  expect(await pithy('merge', files[0] ?? '')).toMatchObject({
    code: 2,
    stderr: expect.stringContaining('2 is missing'),
  })
  expect(await pithy('gate', plan, '--shard', '3/2', '--out', golden)).toMatchObject({ code: 2 })

  // What cannot be measured is neither passed nor failed.
  const unscored = { ...whole, prompts: [{ label: 'short', text: good }], cases: cases.slice(0, 2), assertions: [] }
  writeFileSync(repository.file('unscored.yaml'), JSON.stringify(unscored))
  writeFileSync(repository.file('limits.yaml'), 'limits: { minScore: 0.5 }\n')
  const open = await pithy('gate', repository.file('unscored.yaml'), '--config', repository.file('limits.yaml'))
  expect(open).toMatchObject({ code: 3, stdout: expect.stringContaining('no answer is scored') })

  commit('pithy.yaml', 'critical: [equals]\n', 'No answer may be wrong')
  const critical = await pithy('gate', plan)
  expect(critical).toMatchObject({
    code: 1,
    stdout: expect.stringMatching(/✗ short on sandbox\/large: critical: equals fails in \d+ of 60/),
  })
  commit('pithy.yaml', 'critical: [is-xml]\n', 'An assertion that there is not')
  expect(await pithy('gate', plan)).toMatchObject({
    code: 2,
    stderr: expect.stringContaining('calls "is-xml" critical'),
  })

  commit('pithy.yaml', 'limits: { maxTokens: 40 }\n', 'A limit that there is not')
  const wrong = await pithy('gate', plan)
  expect(wrong).toMatchObject({ code: 2, stderr: expect.stringContaining('pithy.yaml holds no limits') })
})

it('is the same as a composite action: its own shell steps, run in the repository', async () => {
  const root = path.join(import.meta.dirname, '../..')
  const action = parse(readFileSync(path.join(root, 'action.yml'), 'utf8')) as Action
  const step = action.runs.steps.find(({ id }) => id === 'gate')
  const temporary = tempFolder()
  onTestFinished(temporary.remove)
  const inputs = {
    ...Object.fromEntries(Object.entries(action.inputs).map(([name, { default: value = '' }]) => [name, value])),
  }
  const act = (given: Readonly<Record<string, string>>) => {
    const values: Readonly<Record<string, string>> = { ...inputs, ...given }
    const env = Object.fromEntries(
      Object.entries(step?.env ?? {}).map(([name, value]) => [
        name,
        values[/inputs\.([\w-]+)/.exec(value)?.[1] ?? ''] ?? '',
      ]),
    )
    const output = temporary.file('output')
    const page = temporary.file('page.md')
    for (const file of [output, page]) writeFileSync(file, '')
    const done = spawnSync('bash', ['-eo', 'pipefail', '-c', step?.run ?? 'exit 99'], {
      cwd: path.dirname(plan),
      encoding: 'utf8',
      env: {
        PATH: `${path.dirname(process.execPath)}:${process.env.PATH}`,
        GITHUB_ACTION_PATH: root,
        GITHUB_OUTPUT: output,
        GITHUB_STEP_SUMMARY: page,
        RUNNER_TEMP: temporary.path,
        ...env,
      },
    })
    return { code: done.status, output: readFileSync(output, 'utf8'), page: readFileSync(page, 'utf8') }
  }
  commit('pithy.yaml', 'limits: { maxTokensPerPrompt: 40 }\n', 'Only tokens')
  const passed = act({ plan: 'plan.yaml', 'tokens-only': 'true' })
  expect(passed).toMatchObject({ code: 0, output: expect.stringContaining('summary=') })
  expect(passed.page).toContain('| ✓ | short |')
  // Nothing of an input is read by the shell.
  expect(act({ plan: '$(touch evil); plan.yaml' }).code).toBe(2)
  expect(() => readFileSync(repository.file('evil'))).toThrow('ENOENT')
  commit('pithy.yaml', 'limits: { maxTokensPerPrompt: 4 }\n', 'Too tight')
  const junit = temporary.file('junit.xml')
  const failed = act({ plan: 'plan.yaml', 'tokens-only': 'true', junit })
  expect(failed).toMatchObject({ code: 1, page: expect.stringContaining('| ✗ | short |') })
  expect(readFileSync(junit, 'utf8')).toContain('failures="1"')
})

interface Action {
  readonly inputs: Readonly<Record<string, { readonly default?: string }>>
  readonly runs: {
    readonly steps: readonly {
      readonly id?: string
      readonly env?: Readonly<Record<string, string>>
      readonly run?: string
    }[]
  }
}
