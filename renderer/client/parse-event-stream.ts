export interface ServerEvent {
  readonly name: string
  readonly data: string
}

/** Reads server-sent events from text that arrives in pieces; comments and events without data are left out. */
export function createEventStreamParser(): (piece: string) => ServerEvent[] {
  let rest = ''
  return (piece) => {
    const blocks = (rest + piece).split(/\r?\n\r?\n/)
    rest = blocks.pop() ?? ''
    return blocks.flatMap(parseBlock)
  }
}

function parseBlock(block: string): ServerEvent[] {
  let name = 'message'
  const data: string[] = []
  for (const line of block.split(/\r?\n/)) {
    if (line.startsWith('event:')) name = line.slice(6).trim()
    if (line.startsWith('data:')) data.push(line.slice(5).replace(/^ /, ''))
  }
  return data.length > 0 ? [{ name, data: data.join('\n') }] : []
}
