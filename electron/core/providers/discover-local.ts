import { AppError } from '../../../shared/contract/errors.ts'
import { listDeadlines, readModelList } from './formats/read-model-list.ts'
import type { ProviderContext } from './provider.ts'

/** A model server found on this machine. */
export interface LocalServer {
  readonly id: string
  readonly label: string
  readonly baseUrl: string
  readonly modelNames: readonly string[]
}

export interface LocalPort {
  readonly id: string
  readonly label: string
  readonly port: number
}

/** Where these servers listen unless told otherwise. */
export const localPorts: readonly LocalPort[] = [
  { id: 'ollama', label: 'Ollama', port: 11434 },
  { id: 'lm-studio', label: 'LM Studio', port: 1234 },
]

const LIMIT_MS = 400

/** Asks the well-known ports of this machine, all at once; nobody there, or somebody else, is no error. */
export async function discoverLocal(
  context: Pick<ProviderContext, 'signal' | 'fetch'>,
  ports: readonly LocalPort[] = localPorts,
  limitMs = LIMIT_MS,
): Promise<readonly LocalServer[]> {
  const found = await Promise.all(ports.map((port) => ask(port, context, limitMs)))
  return found.filter((server) => server !== null)
}

async function ask(
  { id, label, port }: LocalPort,
  { signal, fetch }: Pick<ProviderContext, 'signal' | 'fetch'>,
  limitMs: number,
): Promise<LocalServer | null> {
  const baseUrl = `http://127.0.0.1:${port}/v1`
  try {
    const modelNames = await readModelList({
      label,
      context: { signal, fetch, key: null },
      send: (guarded) => guarded(`${baseUrl}/models`),
      deadlines: { ...listDeadlines, totalMs: limitMs },
    })
    return { id, label, baseUrl, modelNames }
  } catch (error) {
    if (error instanceof AppError) return null
    throw error
  }
}
