import { expect, it } from 'vitest'
import { ScriptRunner } from '../../../../electron/core/user-code/script-runner.ts'

const question = (code: string, output = 'x') => ({ code, output, variables: { name: 'Ada' } })

it('gives expressions, bodies, promises and variables their value', async () => {
  const { run } = new ScriptRunner({ limitMs: 5000 })
  expect(await run(question('output.length + context.vars.name.length', 'ab'))).toBe(5)
  expect(await run(question('const n = output.length; n > 1'))).toBe(false)
  expect(await run(question('const n = 2\nreturn { pass: true, score: n / 4, reason: output }'))).toEqual({
    pass: true,
    score: 0.5,
    reason: 'x',
  })
  expect(await run(question('Promise.resolve(true)'))).toBe(true)
})

it('knows nothing of the process around it, and nothing of the last answer', async () => {
  const { run } = new ScriptRunner({ limitMs: 5000 })
  const names = ['process', 'require', 'fetch', 'setTimeout', 'WebAssembly', 'navigator']
  expect(await run(question(`[${names.map((name) => `typeof ${name}`).join()}].join()`))).toBe(
    names.map(() => 'undefined').join(),
  )
  await run(question('globalThis.left = 1, true'))
  expect(await run(question('typeof left'))).toBe('undefined')
  await expect(run(question('import("node:fs")'))).rejects.toThrow(/code/)
})

it('stops code without an end, and does not start it again after three times', async () => {
  const { run } = new ScriptRunner({ limitMs: 30 })
  for (const _ of [1, 2, 3, 4]) await expect(run(question('\nwhile (true) {}\nreturn 1'))).rejects.toThrow(/stopped/)
})

it('says in words what went wrong: a throw, too much memory, a call without an end', async () => {
  const { run } = new ScriptRunner({ limitMs: 5000 })
  await expect(run(question('JSON.parse("{")'))).rejects.toMatchObject({ code: 'bad-input' })
  await expect(run(question('output +'))).rejects.toMatchObject({ code: 'bad-input' })
  await expect(run(question('"x".repeat(40_000_000) + 1'))).rejects.toMatchObject({ code: 'bad-input' })
  await expect(run(question('(function f() { return f() + 1 })()'))).rejects.toMatchObject({ code: 'bad-input' })
})
