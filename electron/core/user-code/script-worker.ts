import { parentPort } from 'node:worker_threads'
import { toWireError } from '../../../shared/contract/errors.ts'
import type { JsonValue } from '../../../shared/domain/json.ts'
import type { WireError } from '../../../shared/domain/wire-error.ts'
import type { ScriptQuestion } from '../../../shared/score/scorer.ts'
import { ScriptEngine } from './script-engine.ts'

/** One question at a time; see ScriptRunner, which starts this file as it is built. */
export interface ScriptJob {
  readonly question: ScriptQuestion
  readonly limitMs: number
}

export type ScriptAnswer =
  | { readonly ok: true; readonly value: JsonValue }
  | { readonly ok: false; readonly error: WireError }

const engine = new ScriptEngine()

parentPort?.on('message', async ({ question, limitMs }: ScriptJob) => {
  parentPort?.postMessage(await answer(question, limitMs))
})

async function answer(question: ScriptQuestion, limitMs: number): Promise<ScriptAnswer> {
  try {
    return { ok: true, value: await engine.run(question, limitMs) }
  } catch (error) {
    return { ok: false, error: toWireError(error) }
  }
}
