import type { Encoder } from '../shared/tokens/encoder.ts'
import { pick, pickInteger, seededRandom } from '../test/shared/tokens/random-texts.ts'

/** Prose, code, JSON and Chinese in turn, of at least so many o200k tokens. */
export function mixedText(encoder: Encoder, tokens: number): string {
  const random = seededRandom(4)
  const words = 'review customer parcel label because never answer refund summarize entity unless policy measure'.split(
    ' ',
  )
  const parts: string[] = []
  for (let counted = 0; counted < tokens; ) {
    const word = () => pick(random, words)
    let part = ''
    for (let line = 0; line < 40; line++) {
      part += pick(random, [
        `The ${word()} was ${word()}, and they didn't ${word()} the ${word()} about ${word()}. `,
        `  const ${word()}${pickInteger(random, 999)} = await ${word()}.${word()}(${word()}, ${pickInteger(random, 99999)})\n`,
        `{"id": ${pickInteger(random, 99999)}, "${word()}": "${word()} ${word()}", "ok": true}\n`,
        `审稿人说：“这个${word()}不对”，然后在${pickInteger(random, 24)}点离开了。\n`,
      ])
    }
    parts.push(part)
    counted += encoder.count(part)
  }
  return parts.join('')
}
