/** A file's text, put into the build by Vite. */
declare module '*.txt?raw' {
  const text: string
  export = text
}
