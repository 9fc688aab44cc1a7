interface OpenBlock {
  readonly fence: string
  readonly isSql: boolean
  readonly lines: string[]
}

/** What stands in the Markdown fences of a text that name SQL or no language; an open fence at the end holds nothing. */
export function sqlBlocks(text: string): readonly string[] {
  const blocks: string[] = []
  let open: OpenBlock | null = null
  for (const line of text.split(/\r\n?|\n/)) {
    const [, fence = '', rest = ''] = /^[ \t]{0,3}(`{3,}|~{3,})(.*)$/.exec(line) ?? []
    if (open === null) {
      const language = rest.trim().toLowerCase()
      if (fence !== '') open = { fence, isSql: language === '' || language === 'sql', lines: [] }
    } else if (fence.startsWith(open.fence) && rest.trim() === '') {
      if (open.isSql) blocks.push(open.lines.join('\n').trim())
      open = null
    } else open.lines.push(line)
  }
  return blocks
}
