import { spawnSync } from 'node:child_process'
import { readFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { afterAll, expect, it } from 'vitest'
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
  const assertion = { type: 'equals', value: '{{expected}}' }
  const prompts = [{ label: 'short', file: 'short.txt', parameters: { maxOutputTokens: 20, temperature: 0 } }]
  const whole = { name: 'Gate', prompts, models: ['sandbox/large'], cases, assertions: [assertion] }
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
  commit(
    'pithy.yaml',
    `${limits}baseline: { margin: 0.08 }\nprompts: { short: { maxLatencyP95Ms: 60000 } }\n`,
    'More limits',
  )
  expect(await pithy('snapshot', plan, '--out', golden)).toMatchObject({ code: 0 })
  expect(readFileSync(golden, 'utf8')).not.toContain('Awful')
  const same = await pithy('--json', 'gate', plan, '--baseline', golden)
  expect(same).toMatchObject({ code: 0, stderr: expect.any(String) })
  expect(JSON.parse(same.stdout).checks.map(({ rule }: { rule: string }) => rule)).toEqual([
    'maxTokensPerPrompt',
    'maxCostPer1000Usd',
    'minPassRate',
    'maxLatencyP95Ms',
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
  expect(merged).toMatchObject({ code: 0, stdout: expect.stringContaining('60 paired cases') })
  expect(await pithy('merge', files[0] ?? '')).toMatchObject({
    code: 2,
    stderr: expect.stringContaining('2 is missing'),
  })
  expect(await pithy('gate', plan, '--shard', '3/2', '--out', golden)).toMatchObject({ code: 2 })

  commit('pithy.yaml', 'limits: { maxTokens: 40 }\n', 'A limit that there is not')
  const wrong = await pithy('gate', plan)
  expect(wrong).toMatchObject({ code: 2, stderr: expect.stringContaining('pithy.yaml holds no limits') })
})
