import { spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import path from 'node:path'
import type { CatalogModel } from '../../shared/domain/model.ts'
import { defaultParameters, type Message, type RenderedMessage } from '../../shared/domain/prompt.ts'
import { exporters } from '../../shared/export/registry.ts'
import { renderMessages } from '../../shared/template/render-messages.ts'
import { inputFor } from './export-input.ts'
import { FakeProviderServer } from './fake-provider-server.ts'
import { must } from './must.ts'

// node scripts/n.mjs node scripts/run-bench.mjs test/support/check-exports.ts FOLDER: every export against its own tools, as a table.
// FOLDER is one outside of the repository, in which `npm install promptfoo dotprompt @langchain/core mustache` has run; what is not
// there, or not in python3 (jinja2), is said to be left out.
const folder = path.resolve(process.argv[3] ?? '.')
const root = path.join(import.meta.dirname, '../..')
const require = createRequire(path.join(folder, 'package.json'))
const work = mkdtempSync(path.join(tmpdir(), 'pithy-exports-'))
const MODEL = 'openai/gpt-4.1-mini' as CatalogModel['id']
const CLAUDE = 'anthropic/claude-haiku-4-5' as CatalogModel['id']

// biome-ignore lint/suspicious/noTemplateCurlyInString: the very text that must survive
const HOSTILE = 'He said """hi""" \\ `tick` ${x} {"a": {"b": 1}} } %} #} <b>&amp; é 🙂 "end"'
const VARIABLES = { name: 'Ann {{x}} "quoted" \\ <i>', text: 'line 1\nline 2 {% raw %} 🙂' }
const LOGIC = { ...VARIABLES, flag: '', list: [{ id: 'one' }, { id: 'two' }] }

const PLAIN: readonly (readonly Message[])[] = [
  [{ role: 'user', template: 'Hello {{name}}' }],
  [
    { role: 'system', template: `Rules:\n${HOSTILE}\nend.` },
    { role: 'user', template: 'About {{name}}:\n\n{{text}} and {{ name }}.' },
  ],
  [
    { role: 'system', template: 'Be brief.' },
    { role: 'user', template: '2 + 2?' },
    { role: 'assistant', template: '4, {{name}}' },
    { role: 'user', template: '{{text}}!' },
  ],
]
const WITH_LOGIC: readonly (readonly Message[])[] = [
  [
    {
      role: 'system',
      template: '{% if flag %}F{% else %}no flag{% endif %} {% if name contains "Ann" %}hello{% endif %}',
    },
    {
      role: 'user',
      template:
        '{% for item in list %}{{forloop.index}}. {{item.id}}{% unless forloop.last %}; {% endunless %}{% endfor %} {{text}}',
    },
  ],
]

interface Row {
  readonly format: string
  readonly tool: string
  tried: number
  wrong: number
  refused: number
  note: string
}
const rows: Row[] = []

interface Trial {
  readonly file: string
  readonly body: string
  readonly messages: readonly Message[]
  readonly variables: Readonly<Record<string, unknown>>
  readonly meant: readonly RenderedMessage[]
}

/** Writes every prompt in the format, and asks `read` what the format's own tool makes of it. */
async function check(
  format: string,
  tool: string,
  read: (trial: Trial) => Promise<readonly RenderedMessage[]> | readonly RenderedMessage[],
  {
    modelId = MODEL,
    prompts = PLAIN,
  }: { readonly modelId?: CatalogModel['id']; readonly prompts?: readonly (readonly Message[])[] } = {},
): Promise<void> {
  const row: Row = { format, tool, tried: 0, wrong: 0, refused: 0, note: '' }
  rows.push(row)
  for (const [index, messages] of prompts.entries()) {
    const variables = prompts === WITH_LOGIC || messages === WITH_LOGIC[0] ? LOGIC : VARIABLES
    const input = inputFor(modelId)
    const content = {
      messages: [...messages],
      parameters: { ...defaultParameters, maxOutputTokens: 50, cache: 'prefix' as const },
    }
    const [first] = input.cases
    const cases = [{ ...must(first), variables }]
    const evalSet = input.evalSet && { ...input.evalSet, assertions: [] }
    const asked = { ...input, cases, evalSet, variant: { ...input.variant, content } }
    const exporter = exporters.get(format)
    const refusal = exporter.refuse(asked)
    if (refusal !== null) {
      row.refused += 1
      row.note ||= refusal
      continue
    }
    const { fileName, body } = exporter.render(asked)
    const file = path.join(work, `${index}-${fileName}`)
    writeFileSync(file, body)
    row.tried += 1
    try {
      const meant = renderMessages(messages, variables)
      const found = await read({ file, body, messages, variables, meant })
      if (JSON.stringify(found) === JSON.stringify(meant)) continue
      row.wrong += 1
      row.note = `prompt ${index + 1}: ${JSON.stringify(found).slice(0, 300)} instead of ${JSON.stringify(meant).slice(0, 300)}`
    } catch (error) {
      row.wrong += 1
      row.note = `prompt ${index + 1}: ${error instanceof Error ? error.message.slice(0, 4000) : String(error)}`
    }
  }
}

/** The module and its version; null where it is not installed in the folder. */
function load<T>(name: string, module = name): { readonly exports: T; readonly version: string } | null {
  try {
    const { version } = JSON.parse(readFileSync(path.join(folder, 'node_modules', name, 'package.json'), 'utf8'))
    // By require: Vite would take an import for one of the repository's own, and run CommonJS as a module.
    return { exports: module === 'promptfoo' ? null : require(module), version }
  } catch (error) {
    const note = `left out: ${error instanceof Error ? error.message.slice(0, 200) : ''}`
    rows.push({ format: name, tool: `not loaded from ${folder}`, tried: 0, wrong: 0, refused: 0, note })
    return null
  }
}

function run(command: string, args: readonly string[], options: Parameters<typeof spawnSync>[2] = {}): string {
  const done = spawnSync(command, args, { encoding: 'utf8', timeout: 240_000, maxBuffer: 64e6, ...options })
  if (done.status !== 0) throw new Error(`${command} ended with ${done.status}: ${done.stdout}${done.stderr}`)
  return String(done.stdout)
}

function python(code: string, input: unknown): unknown {
  return JSON.parse(run('python3', ['-c', code], { input: JSON.stringify(input) }))
}

async function checkTypeScript(server: FakeProviderServer): Promise<void> {
  symlinkSync(path.join(root, 'node_modules'), path.join(work, 'node_modules'))
  writeFileSync(path.join(work, 'package.json'), '{"type":"module"}')
  const read =
    (isAnthropic: boolean) =>
    async ({ file, variables }: Trial) => {
      const options = [
        '--noEmit',
        '--strict',
        '--skipLibCheck',
        '--target',
        'es2022',
        '--module',
        'nodenext',
        '--types',
        'node',
      ]
      run(process.execPath, [path.join(root, 'node_modules/typescript/bin/tsc'), ...options, file], { cwd: work })
      const before = server.requests.length
      const call = `import Client from '${isAnthropic ? '@anthropic-ai/sdk' : 'openai'}'
import { answer } from ${JSON.stringify(file)}
const client = new Client({ apiKey: 'k', baseURL: ${JSON.stringify(isAnthropic ? server.url : `${server.url}/v1`)} })
process.stdout.write(await answer(client, ${JSON.stringify(variables)}))`
      const script = path.join(work, 'call.ts')
      writeFileSync(script, call)
      await runAsync(process.execPath, [script])
      return sentMessages(must(server.requests[before]).body)
    }
  await check('typescript', 'tsc --strict, openai SDK, a call', read(false))
  await check('typescript', 'tsc --strict, Anthropic SDK, a call', read(true), { modelId: CLAUDE })
}

/** Not spawnSync: the server that is called runs in this process. */
async function runAsync(command: string, args: readonly string[], options: object = {}): Promise<string> {
  const { spawn } = await import('node:child_process')
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, { cwd: work, ...options })
    let text = ''
    for (const stream of [child.stdout, child.stderr])
      stream?.on('data', (chunk) => {
        text += chunk
      })
    child.on('error', reject)
    child.on('close', (code) =>
      code === 0 ? resolve(text) : reject(new Error(`ended with ${code}: ${text.slice(-1500)}`)),
    )
  })
}

/** What a request says, without the marks of the cache. */
function sentMessages(body: unknown): RenderedMessage[] {
  const { system, messages } = body as SentBody // what our own code sent
  const text = (content: SentText): string =>
    typeof content === 'string' ? content : content.map((block) => block.text).join('')
  const said = messages.map(({ role, content }) => ({ role, content: text(content) }))
  return system === undefined ? said : [{ role: 'system', content: text(system) }, ...said]
}

type SentText = string | readonly { readonly text: string }[]
interface SentBody {
  readonly system?: SentText
  readonly messages: readonly { readonly role: RenderedMessage['role']; readonly content: SentText }[]
}

/** By the tools' own names. */
function roleOf(name: string): RenderedMessage['role'] {
  return name === 'system' ? 'system' : name === 'model' || name === 'ai' ? 'assistant' : 'user'
}

interface DotpromptModule {
  readonly Dotprompt: new () => {
    readonly render: (
      source: string,
      data: object,
    ) => Promise<{
      readonly messages: readonly { readonly role: string; readonly content: readonly { readonly text: string }[] }[]
    }>
  }
}

interface LangChainModule {
  readonly load: (text: string) => Promise<{
    readonly formatMessages: (
      variables: object,
    ) => Promise<readonly { readonly getType: () => string; readonly content: string }[]>
  }>
}

interface MustacheModule {
  readonly render: (template: string, variables: object) => string
}

const PYTHON_CALL = `import sys, json, types, py_compile
file, variables = json.load(sys.stdin)
py_compile.compile(file, doraise=True)
sent = {}
class Any:
    def __init__(self, *a, **k): pass
    def __getattr__(self, name): return Any()
    def __call__(self, *a, **k):
        sent.update(k)
        return Any()
    def __getitem__(self, at): return Any()
    def __iter__(self): return iter([])
for name in ['openai', 'anthropic', 'openai.types', 'openai.types.chat', 'anthropic.types']:
    module = types.ModuleType(name)
    module.__getattr__ = lambda name: Any
    sys.modules[name] = module
scope = {'__name__': 'exported'}
exec(compile(open(file, encoding='utf8').read(), file, 'exec'), scope)
import inspect
names = inspect.signature(scope['answer']).parameters
scope['answer'](Any(), **{k: v for k, v in variables.items() if k in names})
print(json.dumps(sent, default=str))`

async function checkPromptfoo(server: FakeProviderServer): Promise<void> {
  const promptfoo = load<null>('promptfoo')
  if (!promptfoo) return
  const bin = path.join(folder, 'node_modules/promptfoo/dist/src/main.js')
  const read = async ({ file }: Trial) => {
    const before = server.requests.length
    const env = {
      ...process.env,
      OPENAI_API_KEY: 'k',
      OPENAI_BASE_URL: `${server.url}/v1`,
      PROMPTFOO_CONFIG_DIR: work,
      PROMPTFOO_DISABLE_TELEMETRY: '1',
      PROMPTFOO_DISABLE_UPDATE: '1',
      PROMPTFOO_DISABLE_SHARING: '1',
      PROMPTFOO_DISABLE_REMOTE_GENERATION: '1',
    }
    await runAsync(process.execPath, [bin, 'eval', '-c', file, '--no-cache', '--no-table', '--no-progress-bar'], {
      env,
    })
    return sentMessages(must(server.requests[before]).body)
  }
  await check('promptfoo', `promptfoo eval ${promptfoo.version}`, read, { prompts: [...PLAIN, ...WITH_LOGIC] })
}

async function checkTemplates(): Promise<void> {
  const dotprompt = load<DotpromptModule>('dotprompt')
  if (dotprompt)
    await check('dotprompt', `dotprompt ${dotprompt.version}`, async ({ body, variables }) => {
      const { messages } = await new dotprompt.exports.Dotprompt().render(body, { input: variables })
      return messages.map(({ role, content }) => ({
        role: roleOf(role),
        content: content.map(({ text }) => text).join(''),
      }))
    })
  const langchain = load<LangChainModule>('@langchain/core', '@langchain/core/load')
  if (langchain)
    await check('langchain', `@langchain/core ${langchain.version}`, async ({ body, variables }) => {
      const prompt = await langchain.exports.load(body)
      const messages = await prompt.formatMessages(variables)
      return messages.map((one) => ({ role: roleOf(one.getType()), content: one.content }))
    })
  const mustache = load<MustacheModule>('mustache')
  if (mustache)
    await check('mustache', `mustache ${mustache.version}`, ({ body, messages, variables }) => {
      // Where one message ends and the next begins is told by comments, which no reader of Mustache keeps.
      const marked = body.replaceAll(/\{\{! (system|user|assistant): \}\}/g, '\u0001$1\u0002')
      const parts = mustache.exports.render(marked, variables).split('\u0001').slice(1)
      return messages.map(({ role }, index) => ({ role, content: parts[index]?.split('\u0002')[1] ?? '' }))
    })
  const jinja = spawnSync('python3', ['-c', 'import jinja2; print(jinja2.__version__)'], { encoding: 'utf8' })
  if (jinja.status === 0)
    await check(
      'jinja',
      `jinja2 ${jinja.stdout.trim()}`,
      ({ body, messages, variables }) => {
        const code =
          'import sys,json,jinja2; t,v=json.load(sys.stdin); e=jinja2.Template(t); c=e.new_context(v); print(json.dumps({n:"".join(b(c)) for n,b in e.blocks.items()} or e.render(v)))'
        const blocks = python(code, [body, variables]) as string | Readonly<Record<string, string>>
        return messages.map(({ role }, index) => ({
          role,
          content: typeof blocks === 'string' ? blocks : (blocks[`${role}_${index + 1}`] ?? ''),
        }))
      },
      { prompts: [...PLAIN, ...WITH_LOGIC] },
    )
}

const server = await FakeProviderServer.start()
server.handle(() => ({ text: 'ok' }) as never)
try {
  await checkTypeScript(server)
  if (spawnSync('python3', ['--version']).status === 0) {
    const read = ({ file, variables }: Trial) => sentMessages(python(PYTHON_CALL, [file, variables]))
    await check('python', 'py_compile, a call caught', read)
    await check('python', 'py_compile, a call caught (Anthropic)', read, { modelId: CLAUDE })
  }
  await checkTemplates()
  await checkPromptfoo(server)
} finally {
  await server.close()
  rmSync(work, { recursive: true, force: true })
}
console.log('| format | read by | tried | refused | wrong |\n|---|---|---|---|---|')
for (const { format, tool, tried, refused, wrong } of rows)
  console.log(`| ${format} | ${tool} | ${tried} | ${refused} | ${wrong} |`)
for (const { format, note } of rows) if (note !== '') console.log(`${format}: ${note}`)
if (rows.some(({ wrong }) => wrong > 0)) process.exitCode = 1
