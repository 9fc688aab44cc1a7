import { createElement, type ReactElement } from 'react'
import { renderToStaticMarkup } from 'react-dom/server'
import { expect, it } from 'vitest'
import { JsonTree } from '../../../../renderer/features/runs/cell/json-tree.tsx'
import { SafeMarkdown } from '../../../../renderer/features/runs/cell/safe-markdown.tsx'
import { hostileOutputs, hostileTexts, hugeLines } from '../../../fixtures/hostile-outputs.ts'

const TAGS =
  /^(?:p|div|span|strong|em|del|code|pre|blockquote|ul|ol|li|table|thead|tbody|tr|th|td|hr|br|details|summary|button)$/
const ATTRIBUTES = /^(?:class|title|start|open|type|data-kind)$/

it('has at least 250 texts of at least 15 kinds, none of them twice', () => {
  expect(hostileOutputs.length).toBeGreaterThanOrEqual(250)
  expect(new Set(hostileTexts).size).toBe(hostileOutputs.length)
  expect(new Set(hostileOutputs.map(({ kind }) => kind)).size).toBeGreaterThanOrEqual(15)
})

it('draws each hostile text as Markdown by elements of our own only', () => {
  const foreign = hostileTexts.flatMap((text) => foreignIn(createElement(SafeMarkdown, { text })))
  expect(foreign).toEqual([])
})

it('draws each hostile text, and what it holds as JSON, as a tree by elements of our own only', () => {
  const values = hostileTexts.flatMap((text) => [{ [text]: text, list: [text] }, ...parsed(text)])
  expect(values.flatMap((value) => foreignIn(createElement(JsonTree, { value, name: 'output' })))).toEqual([])
})

it('takes lines of a megabyte, cut as the drawer cuts what it reads as Markdown', () => {
  for (const line of hugeLines()) {
    const text = line.slice(0, 50_000)
    expect(foreignIn(createElement(SafeMarkdown, { text }))).toEqual([])
  }
})

/** Tags and attributes that the drawing does not use by itself. */
function foreignIn(element: ReactElement): readonly string[] {
  const markup = renderToStaticMarkup(element)
  return [...markup.matchAll(/<([a-z][^\s/>]*)((?:\s[^<>]*?)?)\/?>/gi)].flatMap(
    ([whole, tag = '', attributes = '']) => {
      const names = [...attributes.matchAll(/([^\s="]+)(?:="[^"]*")?/g)].map(([, name = '']) => name)
      return TAGS.test(tag) && names.every((name) => ATTRIBUTES.test(name)) ? [] : [whole]
    },
  )
}

function parsed(text: string): readonly unknown[] {
  try {
    return [JSON.parse(text)]
  } catch {
    return []
  }
}
