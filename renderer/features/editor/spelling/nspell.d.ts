declare module 'nspell' {
  interface Nspell {
    correct(word: string): boolean
    suggest(word: string): string[]
  }
  // biome-ignore lint/style/noDefaultExport: the shape of the package
  export default function nspell(aff: string, dic: string): Nspell
}
