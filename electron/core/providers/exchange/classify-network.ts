import { type CallFacts, type CallFailure, MAY_BE_BILLED } from './call-failure.ts'

const UNREACHABLE: Readonly<Record<string, string>> = {
  ENOTFOUND: 'its name is not known',
  EAI_AGAIN: 'the name service does not answer',
  ECONNREFUSED: 'nothing listens at that address',
  EHOSTUNREACH: 'there is no way to that machine',
  ENETUNREACH: 'there is no network',
  EADDRNOTAVAIL: 'this machine has no free port',
  EMFILE: 'this machine has too many files open',
  UND_ERR_CONNECT_TIMEOUT: 'it does not take the connection',
  BAD_PORT: 'that port is not allowed',
}
const TLS = /^(CERT_|DEPTH_ZERO_|SELF_SIGNED_|UNABLE_TO_(GET|VERIFY)_|ERR_TLS_|ERR_SSL_|EPROTO$|HOSTNAME_MISMATCH)/

/** A fetch that failed before any status came. */
export function classifyNetwork(code: string | null, { label, mayHaveLeft }: CallFacts): CallFailure {
  if (code !== null && TLS.test(code)) {
    return {
      code: 'host-unreachable',
      message: `${label} could not be reached safely: its certificate is not accepted (${code}). Check the address; a company's proxy may need its certificate installed.`,
      billing: 'not-sent',
      isRetryable: false,
      stops: 'provider',
    }
  }
  const reason = code === null ? undefined : UNREACHABLE[code]
  if (reason !== undefined || !mayHaveLeft) {
    return {
      code: 'host-unreachable',
      message: `${label} could not be reached: ${reason ?? `the connection failed${code ? ` (${code})` : ''}`}. Check the network and the address in Settings → Providers.`,
      billing: 'not-sent',
      isRetryable: code !== 'BAD_PORT',
    }
  }
  const isTimeout = code === 'UND_ERR_HEADERS_TIMEOUT' || code === 'UND_ERR_BODY_TIMEOUT' || code === 'ETIMEDOUT'
  return {
    code: isTimeout ? 'timeout' : 'provider-failed',
    message: `The connection to ${label} broke before an answer came${code ? ` (${code})` : ''}. ${MAY_BE_BILLED}`,
    billing: 'unknown',
    isRetryable: code !== 'UND_ERR_HEADERS_OVERFLOW' && code !== 'HPE_HEADER_OVERFLOW',
  }
}
