const KEY_LIKE: readonly [pattern: RegExp, replacement: string][] = [
  [/\b(bearer|basic)\s+[\w.~+/=-]{6,}/gi, '$1 [removed]'],
  [
    /((?:x-)?api[-_]?key|authorization|access[-_]?token|secret|password)(["']?\s*[:=]\s*["']?)(?!\[removed])[^\s"',;&}]{4,}/gi,
    '$1$2[removed]',
  ],
  [/([?&](?:key|token|api_key|access_token)=)[^&\s"']+/gi, '$1[removed]'],
  [/\b(?:sk|pk|rk|gsk|xai|pplx|hf|r8|ghp|gho|glpat|github_pat)[-_][\w-]{8,}/g, '[removed]'],
  [/\bAIza[\w-]{20,}/g, '[removed]'],
  [/\beyJ[\w-]{8,}\.[\w-]{8,}(?:\.[\w-]*)?/g, '[removed]'],
]

/** The text without anything that looks like a key, a token or a header that holds one. */
export function redact(text: string): string {
  return KEY_LIKE.reduce((rest, [pattern, replacement]) => rest.replace(pattern, replacement), text)
}

export interface ErrorDescription {
  readonly name: string
  readonly message: string
  readonly code: string | null
  readonly status: number | null
  /** Where it was thrown, without the message that Node puts in front. */
  readonly stack: string | null
  readonly cause: ErrorDescription | null
}

const MAX_MESSAGE_CHARACTERS = 300
const MAX_CAUSES = 4

/**
 * What a log may hold of an error. Own fields are left out: the SDKs' errors carry the reply's body and headers there. The
 * message is kept where this program wrote it (AppError and its kind), and left out elsewhere, where it may quote a prompt.
 */
export function describeError(error: unknown, depth = 0): ErrorDescription {
  if (!(error instanceof Error)) {
    return { name: typeof error, message: '', code: null, status: null, stack: null, cause: null }
  }
  const fields = error as { readonly code?: unknown; readonly status?: unknown }
  const code = typeof fields.code === 'string' ? redact(fields.code) : null
  const hasOwnWords = ['AppError', 'ProviderError', 'RangeError', 'SqliteError'].includes(error.name)
  return {
    name: error.name,
    message: hasOwnWords ? redact(error.message).slice(0, MAX_MESSAGE_CHARACTERS) : '',
    code,
    status: typeof fields.status === 'number' ? fields.status : null,
    stack: framesOf(error),
    cause: error.cause === undefined || depth >= MAX_CAUSES ? null : describeError(error.cause, depth + 1),
  }
}

function framesOf(error: Error): string | null {
  const frames = (error.stack ?? '').split('\n').filter((line) => /^\s+at /.test(line))
  return frames.length === 0 ? null : redact(frames.join('\n'))
}
