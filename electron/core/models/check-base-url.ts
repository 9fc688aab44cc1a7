import { AppError } from '../../../shared/contract/errors.ts'

/**
 * Checks the address of a provider: https anywhere, http only on this machine or the local network, since the key and the
 * prompts go there.
 *
 * @returns the address without a slash at its end
 * @throws AppError `bad-input` with the reason
 */
export function checkBaseUrl(text: string): string {
  if (!URL.canParse(text)) throw new AppError('bad-input', `"${text.slice(0, 200)}" is not an address.`)
  const url = new URL(text)
  if (url.username !== '' || url.password !== '') {
    throw new AppError('bad-input', 'The address must not hold a user name or password. Save the key as a key instead.')
  }
  if (url.search !== '' || url.hash !== '') {
    throw new AppError('bad-input', 'The address must end before "?" and "#", for instance https://host/v1.')
  }
  if (url.protocol !== 'https:' && url.protocol !== 'http:') {
    throw new AppError('bad-input', 'The address must begin with https://, or with http:// on this machine.')
  }
  if (url.protocol === 'http:' && !isLocalHost(url.hostname)) {
    throw new AppError(
      'bad-input',
      `The address of ${url.hostname} must begin with https://, so that key and prompts are not readable on the way. ` +
        'Plain http:// is for this machine and the local network.',
    )
  }
  return url.href.replace(/\/+$/, '')
}

/** By the text of the name, without asking DNS. The URL parser has already put IPv4 into its dotted form. */
function isLocalHost(hostname: string): boolean {
  if (hostname.startsWith('[')) return /^\[(::1\]$|f[cd][0-9a-f]{2}:|fe[89ab][0-9a-f]:)/.test(hostname)
  const octets = /^(\d+)\.(\d+)\.(\d+)\.(\d+)$/.exec(hostname)
  if (octets) {
    const [first = 0, second = 0] = octets.slice(1).map(Number)
    if (first === 127 || first === 10) return true
    return (first === 172 && second >= 16 && second <= 31) || (first === 192 && second === 168)
  }
  // A name without a dot, and these endings, exist in local networks only (RFC 6761, 6762, 8375).
  return !hostname.includes('.') || /\.(localhost|local|internal|home\.arpa)$/.test(hostname)
}
