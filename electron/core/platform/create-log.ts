import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import pino from 'pino'
import type { Log } from '../ports.ts'
import { describeError } from '../redact.ts'

/** A log file beside the library. Keys, prompts and answers never reach it: errors are taken apart by describeError. */
export function createLog(folder: string, host: string): Log & { readonly close: () => void } {
  mkdirSync(folder, { recursive: true })
  const file = pino.destination({ dest: join(folder, `${host}.log`), mkdir: true, sync: true })
  const logger = pino({ level: 'info', base: { host, pid: process.pid } }, file)
  return {
    info: (message, fields) => logger.info(fields ?? {}, message),
    warn: (message, fields) => logger.warn(fields ?? {}, message),
    error: (message, error) => logger.error({ error: describeError(error) }, message),
    close: () => file.end(),
  }
}
