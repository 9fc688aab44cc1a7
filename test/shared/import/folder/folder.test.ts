import { describe, expect, it } from 'vitest'
import type { PromptId } from '../../../../shared/domain/ids.ts'
import { defaultParameters, type VariantContent } from '../../../../shared/domain/prompt.ts'
import { contentKey, type FileLink, isPromptFile, planFolder } from '../../../../shared/import/folder/plan-folder.ts'
import { rewriteFile } from '../../../../shared/import/folder/rewrite-file.ts'
import { readPrompt } from '../../../../shared/import/prompts/read-prompt.ts'

const user = (template: string): VariantContent => ({
  messages: [{ role: 'user', template }],
  parameters: defaultParameters,
})

function linked(path: string, text: string): FileLink {
  return {
    path,
    promptId: 'p' as PromptId,
    letter: 'A',
    text,
    contentKey: contentKey(readPrompt({ fileName: path, text }, null)),
  }
}

it('tells how each file stands to its prompt', () => {
  const links = ['a.md', 'b.md', 'c.md', 'd.md', 'e.md', 'f.md', 'gone.md'].map((path) => linked(path, 'Old {{x}}'))
  const now: Record<string, VariantContent | null> = {
    'a.md': user('Old {{x}}'),
    'b.md': user('Old {{x}}'),
    'c.md': user('New {{x}}'),
    'd.md': user('Other {{x}}'),
    'e.md': user('New {{x}}'),
    'f.md': null,
  }
  const files = [
    { path: 'a.md', text: 'Old {{x}}' },
    { path: 'b.md', text: 'New {{x}}' },
    { path: 'c.md', text: 'Old {{x}}' },
    { path: 'd.md', text: 'New {{x}}' },
    { path: 'e.md', text: 'New {{x}}' },
    { path: 'f.md', text: 'New {{x}}' },
    { path: 'sub/new.md', text: 'x' },
    { path: 'z.prompty', text: '---\nmodel: [\n---\nuser:\nHi' },
  ]
  const plan = planFolder(files, links, ({ path }) => now[path] ?? null)
  expect(plan.map(({ path, state }) => [path, state])).toEqual([
    ['a.md', 'same'],
    ['b.md', 'file-changed'],
    ['c.md', 'prompt-changed'],
    ['d.md', 'conflict'],
    ['e.md', 'same'],
    ['f.md', 'new'],
    ['gone.md', 'gone'],
    ['sub/new.md', 'new'],
    ['z.prompty', 'unreadable'],
  ])
  expect(plan.at(-1)?.reason).toContain('z.prompty: line')
  const names = [
    'a.md',
    'x/b.prompty',
    'c.prompt',
    'd.json',
    'README.md',
    'node_modules/a.md',
    '.git/a.md',
    'package.json',
    'a.py',
  ]
  expect(names.filter(isPromptFile)).toEqual(['a.md', 'x/b.prompty', 'c.prompt', 'd.json'])
})

describe('a file that is written back', () => {
  const prompty =
    '---\n# Why this model: see the wiki\nname: Greet   # not "hello"\nmodel:\n  api: chat\n---\n\nsystem:\nBe kind.\n\nuser:\nHi {{name}}\n'
  const dotprompt = '---\nmodel: openai/gpt-4.1-mini # cheap\n---\n{{role "system"}}Be kind.{{role "user"}}Hi {{name}}'
  const json =
    '{\n    "model": "gpt-4.1-mini",\n    "temperature": 0.20,\n    "messages": [ {"role":"system","content":"Be kind."},\n      {"role":"user","content":"Hi {{name}}"} ]\n}\n'
  const chat = (text: string): VariantContent => ({
    messages: [
      { role: 'system', template: 'Be "brief".\n\nAlways.' },
      { role: 'user', template: text },
    ],
    parameters: defaultParameters,
  })

  it.each([
    ['a.prompty', prompty, '# Why this model: see the wiki\nname: Greet   # not "hello"'],
    ['a.prompt', dotprompt, 'gpt-4.1-mini # cheap'],
    ['a.json', json, '"temperature": 0.20,\n    "messages": [ {"role"'],
  ])('keeps its head, its comments and its form: %s', (path, text, kept) => {
    const content = chat('Hello {{name}} of {{team.name}}')
    const written = rewriteFile({ path, text }, content)
    expect(written).toContain(kept)
    expect(written).not.toContain('Hi')
    expect(readPrompt({ fileName: path, text: written }, null).messages).toEqual(content.messages)
    expect(rewriteFile({ path, text: written }, content)).toBe(written)
  })

  it('is a plain text or a template as it stands', () => {
    expect(rewriteFile({ path: 'a.md', text: '# Old\n' }, user('# New {{x}}\n'))).toBe('# New {{x}}\n')
    expect(rewriteFile({ path: 'a.j2', text: 'Old {{ x }}' }, user('New {{x}} {"a": 1}'))).toBe('New {{ x }} {"a": 1}')
  })

  it('keeps the provenance and the fence of an export with one message', () => {
    const text = '<!--\nExported by Pithy\n-->\n\n# Greet\n\n## user\n\n```text\nHi {{name}}\n```\n'
    expect(rewriteFile({ path: 'a.md', text }, user('Hello {{name}}'))).toBe(text.replace('Hi', 'Hello'))
  })

  it.each([
    ['a.j2', 'Hi {# by me #}{{ x }}'],
    ['a.mustache', 'Hi {{! by me }}{{x}}'],
    ['a.prompt', '---\nmodel: openai/gpt-4.1-mini\n---\nHi {{!-- by me --}}{{x}}'],
    ['a.prompty', '---\nname: n\nmodel:\n  api: chat\n---\nuser:\nHi {# by me #}{{x}}\n'],
  ])('is not written over a comment among its text: %s', (path, text) => {
    expect(() => rewriteFile({ path, text }, user('Hello {{x}}'))).toThrow(`${path}: A comment among its text`)
  })

  it.each([
    ['a.md', 'Old', chat('x'), 'another number of them'],
    ['a.md', 'Old', user('{% if x %}y{% endif %}'), 'cannot say this prompt exactly'],
    ['a.prompty', prompty, chat('Hi\nuser:\nno'), 'line 2'],
    ['a.prompt', dotprompt, chat('{% if x %}y{% endif %}'), 'conditions'],
    ['a.json', json, user('x'), 'other messages'],
    ['a.json', json.replace('Hi {{name}}', 'Be kind.'), chat('x'), 'not found once'],
  ])('is not written where it could not say the prompt: %s', (path, text, content, reason) => {
    expect(() => rewriteFile({ path, text }, content)).toThrow(reason)
  })
})
