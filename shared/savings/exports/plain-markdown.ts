/** Names and texts are the user's: what Markdown would read as a mark is taken as a letter, and lines stay whole. */
export function plainMarkdown(text: string): string {
  return text.replaceAll(/[\r\n]+/g, ' ').replaceAll(/([\\`*_[\]<>|])/g, '\\$1')
}
