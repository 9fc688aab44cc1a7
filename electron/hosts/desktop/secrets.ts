import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { safeStorage } from 'electron'
import { z } from 'zod'
import { AppError } from '../../../shared/contract/errors.ts'
import { environmentSecrets } from '../../core/platform/environment-secrets.ts'
import type { Secrets } from '../../core/ports.ts'

const KeyFile = z.object({
  /** What encrypted the keys; another one could not decrypt them. */
  backend: z.string(),
  /** Provider id → encrypted key, base64. */
  keys: z.record(z.string(), z.string()),
})
type KeyFile = z.infer<typeof KeyFile>

/**
 * Keys in the operating system's keychain. Where there is none (Linux without a secret service, where Electron would
 * "encrypt" with a fixed password), keys stay in memory until Pithy closes: never silently on disk as plain text. A key that
 * is not set here is looked for in the provider's environment variable.
 */
export async function desktopSecrets(folder: string): Promise<Secrets> {
  const file = join(folder, 'keys.json')
  const backend = backendName()
  const storage = (await isAvailable()) && backend !== 'basic_text' && backend !== 'unknown' ? 'keychain' : 'session'
  const inMemory = new Map<string, string>()
  const environment = environmentSecrets()

  function readFile(): KeyFile {
    if (!existsSync(file)) return { backend, keys: {} }
    try {
      return KeyFile.parse(JSON.parse(readFileSync(file, 'utf8')))
    } catch (cause) {
      const message = `The key file ${file} cannot be read. Move it away and enter the keys again.`
      throw new AppError('conflict', message, { cause })
    }
  }

  function writeFile(content: KeyFile): void {
    mkdirSync(dirname(file), { recursive: true })
    writeFileSync(`${file}.tmp`, JSON.stringify(content), { mode: 0o600 })
    renameSync(`${file}.tmp`, file)
  }

  async function readKept(providerId: string): Promise<string | null> {
    const { backend: writtenBy, keys } = readFile()
    const blob = keys[providerId]
    if (blob === undefined || storage === 'session') return null
    if (writtenBy !== backend) {
      throw new AppError(
        'provider-auth',
        `The key of "${providerId}" was kept by ${writtenBy}, which is not available now. Enter it again in Settings.`,
      )
    }
    try {
      return await decrypt(Buffer.from(blob, 'base64'))
    } catch (cause) {
      throw new AppError(
        'provider-auth',
        `The keychain did not give the key of "${providerId}". Unlock it, or enter the key again in Settings.`,
        { cause },
      )
    }
  }

  return {
    storage,
    async get(providerId, keyVariable) {
      return inMemory.get(providerId) ?? (await readKept(providerId)) ?? environment.get(providerId, keyVariable)
    },
    async sourceOf(providerId, keyVariable) {
      if (inMemory.has(providerId)) return 'session'
      if (storage === 'keychain' && readFile().keys[providerId] !== undefined) return 'keychain'
      return environment.sourceOf(providerId, keyVariable)
    },
    async set(providerId, key) {
      if (storage === 'session') return void inMemory.set(providerId, key)
      const content = readFile()
      // Keys of another backend are lost to us anyway; keeping them under the new name would hide that.
      const kept = content.backend === backend ? content.keys : {}
      writeFile({ backend, keys: { ...kept, [providerId]: (await encrypt(key)).toString('base64') } })
    },
    async remove(providerId) {
      inMemory.delete(providerId)
      const { [providerId]: _removed, ...keys } = readFile().keys
      if (existsSync(file)) writeFile({ backend: readFile().backend, keys })
    },
  }
}

/** Newer Electron has asynchronous calls, which do not block the window while the keychain asks the user. */
interface AsyncSafeStorage {
  readonly isAsyncEncryptionAvailable?: () => Promise<boolean>
  readonly encryptStringAsync?: (text: string) => Promise<Buffer>
  readonly decryptStringAsync?: (blob: Buffer) => Promise<{ readonly result: string }>
}
// The type of the pinned Electron has these calls; an older runtime that tests use may lack them.
const asyncStorage = safeStorage as unknown as AsyncSafeStorage

async function isAvailable(): Promise<boolean> {
  return asyncStorage.isAsyncEncryptionAvailable
    ? asyncStorage.isAsyncEncryptionAvailable()
    : safeStorage.isEncryptionAvailable()
}

async function encrypt(text: string): Promise<Buffer> {
  return asyncStorage.encryptStringAsync ? asyncStorage.encryptStringAsync(text) : safeStorage.encryptString(text)
}

async function decrypt(blob: Buffer): Promise<string> {
  if (!asyncStorage.decryptStringAsync) return safeStorage.decryptString(blob)
  return (await asyncStorage.decryptStringAsync(blob)).result
}

function backendName(): string {
  return process.platform === 'linux' ? safeStorage.getSelectedStorageBackend() : process.platform
}
