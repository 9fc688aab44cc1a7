// The few globals that Node, Electron and browsers all have and shared/ may use. The other projects do not include this
// file: they have the true declarations, and type-checking shared/ there proves that these are a subset.

interface AbortSignal {
  readonly aborted: boolean
  readonly reason: unknown
  throwIfAborted(): void
  addEventListener(type: 'abort', listener: () => void, options?: { once?: boolean }): void
  removeEventListener(type: 'abort', listener: () => void): void
}

interface AbortController {
  readonly signal: AbortSignal
  abort(reason?: unknown): void
}
declare const AbortController: { new (): AbortController }

interface TextEncoder {
  encode(text: string): Uint8Array<ArrayBuffer>
}
declare const TextEncoder: { new (): TextEncoder }

interface TextDecoder {
  decode(bytes: Uint8Array): string
}
declare const TextDecoder: { new (label?: string, options?: { fatal?: boolean; ignoreBOM?: boolean }): TextDecoder }

interface URL {
  readonly href: string
  readonly origin: string
  readonly protocol: string
  readonly host: string
  readonly hostname: string
  readonly port: string
  readonly pathname: string
}
declare const URL: { new (url: string, base?: string): URL; canParse(url: string): boolean }

declare function structuredClone<T>(value: T): T
/** Base64 to a string whose characters are the bytes. */
declare function atob(base64: string): string

/** Vite's own; only the form that plug-in registries use. */
interface ImportMeta {
  glob<T>(pattern: string, options: { readonly eager: true; readonly import: 'plugin' }): Record<string, T>
}
