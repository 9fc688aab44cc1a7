/** Levers that go by how much cases resemble each other, so that the embedding decides what they find. */
export function tellsCasesApart(leverId: string): boolean {
  return leverId === 'routing' || leverId === 'semantic-cache'
}
