import { CallFault } from './call-fault.ts'

/** The text of a reply that is no stream. @throws CallFault when it breaks off, or is longer than `maxBytes` */
export async function readWholeBody(response: Response, maxBytes: number): Promise<string> {
  const reader = response.body?.getReader()
  const decoder = new TextDecoder()
  let text = ''
  try {
    for (let bytes = 0; reader; ) {
      const { done, value } = await reader.read()
      if (done) break
      bytes += value.byteLength
      if (bytes > maxBytes) throw new CallFault({ kind: 'bad-reply', problem: 'output-too-large' })
      text += decoder.decode(value, { stream: true })
    }
  } catch (cause) {
    reader?.cancel().catch(() => undefined)
    throw cause instanceof CallFault ? cause : new CallFault({ kind: 'bad-reply', problem: 'cut' }, { cause })
  }
  return text
}
