import { readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { describe, expect, it } from 'vitest'
import { words } from '../../../renderer/ui/words.ts'

const renderer = path.join(import.meta.dirname, '../../../renderer')

describe('the words of the product', () => {
  const sources = readdirSync(renderer, { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.tsx'))
    .map((file) => readFileSync(path.join(renderer, file), 'utf8'))

  it.each(Object.keys(words))('explains "%s" where it appears', (word) => {
    expect(sources.some((source) => source.includes(`word="${word}"`))).toBe(true)
  })

  it('says each in a few sentences', () => {
    for (const { text } of Object.values(words)) {
      expect(text.length).toBeLessThan(240)
      expect(text).toMatch(/[.?]$/)
    }
  })
})
