import type { QuickJSContext, QuickJSWASMModule } from 'quickjs-emscripten-core'
import { AppError } from '../../../shared/contract/errors.ts'
import { JsonValue } from '../../../shared/domain/json.ts'
import type { ScriptQuestion } from '../../../shared/score/scorer.ts'

const MAX_MEMORY_BYTES = 32 * 1024 * 1024
const MAX_STACK_BYTES = 256 * 1024

/**
 * Runs users' JavaScript in QuickJS, an engine compiled to WebAssembly that knows nothing of this process: no files, network, modules or
 * timers. Each question has an engine of its own, so that no answer sees what another one's code left behind.
 */
export class ScriptEngine {
  #engine: Promise<QuickJSWASMModule> | null = null

  /** What the code returned. @throws AppError `timeout` when it was stopped, `bad-input` when it threw or gave no plain value */
  async run(question: ScriptQuestion, limitMs: number): Promise<JsonValue> {
    this.#engine ??= loadEngine()
    const runtime = (await this.#engine).newRuntime()
    try {
      runtime.setMemoryLimit(MAX_MEMORY_BYTES)
      runtime.setMaxStackSize(MAX_STACK_BYTES)
      const end = performance.now() + limitMs
      let isStopped = false
      runtime.setInterruptHandler(() => {
        isStopped ||= performance.now() > end
        return isStopped
      })
      const context = runtime.newContext()
      try {
        // Not written into the program: reading a literal of megabytes takes a second.
        const output = context.newString(question.output)
        context.setProp(context.global, '$output', output)
        output.dispose()
        return readResult(context, programOf(question))
      } catch (error) {
        throw isStopped ? scriptTooSlow(limitMs) : error
      } finally {
        context.dispose()
      }
    } finally {
      runtime.dispose()
    }
  }
}

export function scriptTooSlow(limitMs: number): AppError {
  return new AppError('timeout', `The code took longer than ${limitMs / 1000} s and was stopped.`)
}

async function loadEngine(): Promise<QuickJSWASMModule> {
  const [{ newQuickJSWASMModuleFromVariant }, { default: variant }] = await Promise.all([
    import('quickjs-emscripten-core'),
    import('@jitl/quickjs-singlefile-mjs-release-sync'),
  ])
  return await newQuickJSWASMModuleFromVariant(variant)
}

/**
 * The code as promptfoo takes it: several lines are the body of a function, one line is an expression, and one that begins with a declaration
 * ends with the expression. The result is handed out as JSON text.
 */
function programOf({ code, variables }: ScriptQuestion): string {
  const input = `const output = globalThis.$output, context = ${literal({ vars: variables })};`
  return `globalThis.$judge = async () => {
  const result = await (${functionOf(code.trimEnd(), input)})()
  globalThis.$result = JSON.stringify(typeof result === 'number' && !Number.isFinite(result) ? null : result) ?? 'null'
}
globalThis.$judge().catch((error) => { globalThis.$fault = String(error?.message ?? error) })`
}

function functionOf(code: string, input: string): string {
  if (code.includes('\n')) return `() => { ${input} return ((output, context) => {\n${code}\n})(output, context) }`
  const line = code.trim().replace(/;+$/, '')
  if (!/^(?:const|let|var)\s/.test(line))
    return `() => { ${input} return ((output, context) => { return ${line}\n})(output, context) }`
  // The value of a script is that of its last expression.
  return `() => { ${input} return ((output, context) => eval(${literal(line)}))(output, context) }`
}

/** A JavaScript literal; JSON's text is one. */
function literal(value: unknown): string {
  return JSON.stringify(value)
}

function readResult(context: QuickJSContext, program: string): JsonValue {
  const begun = context.evalCode(program, 'assertion.js')
  const fault = begun.error ? textOf(context.dump(begun.error)) : null
  begun.dispose()
  if (fault !== null) throw codeFailed(fault)
  const jobs = context.runtime.executePendingJobs()
  const broken = jobs.error ? textOf(context.dump(jobs.error)) : null
  jobs.dispose()
  if (broken !== null) throw codeFailed(broken)
  const thrown = textAt(context, '$fault')
  if (thrown !== null) throw codeFailed(thrown)
  const result = textAt(context, '$result')
  if (result === null) throw new AppError('bad-input', 'The code waits for something that never comes.')
  return JsonValue.parse(JSON.parse(result))
}

function textOf(dumped: unknown): string {
  const message: unknown = typeof dumped === 'object' && dumped !== null ? Reflect.get(dumped, 'message') : dumped
  return String(message)
}

function codeFailed(reason: string): AppError {
  return new AppError('bad-input', `The code failed: ${reason.slice(0, 300)}.`)
}

function textAt(context: QuickJSContext, name: string): string | null {
  const handle = context.getProp(context.global, name)
  const text = context.typeof(handle) === 'string' ? context.getString(handle) : null
  handle.dispose()
  return text
}
