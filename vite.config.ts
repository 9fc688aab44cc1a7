import path from 'node:path'
import react from '@vitejs/plugin-react'
import { defineConfig } from 'vite'

/** The renderer. The Node-side bundles have their configuration in scripts/build.mjs. */
export default defineConfig({
  root: path.join(import.meta.dirname, 'renderer'),
  base: './',
  plugins: [react()],
  worker: { format: 'es' },
  resolve: {
    alias: [
      {
        // The package reads its own files by Node; a browser takes them as texts.
        find: /^dictionary-en\/(index\.\w+)/,
        replacement: path.join(import.meta.dirname, 'node_modules/dictionary-en/$1'),
      },
    ],
  },
  build: {
    outDir: path.join(import.meta.dirname, 'dist/renderer'),
    emptyOutDir: true,
    // Electron 45 has Chromium 156; 130 is that of the oldest runtime the tests start.
    target: 'chrome130',
    // The polyfill is an inline script, which the content security policy refuses; no target needs it.
    modulePreload: { polyfill: false },
    reportCompressedSize: false,
    chunkSizeWarningLimit: 20_000,
  },
})
