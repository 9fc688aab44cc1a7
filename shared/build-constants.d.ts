// Put in by the build (scripts/build.mjs) and by vitest.config.ts.

/** Hash of the sources of this build; tells a stale browser tab from a current one. */
declare const __BUILD_ID__: string
/** The version in package.json. */
declare const __APP_VERSION__: string
/** Where whoever packaged this build keeps its versions (PITHY_UPDATE_ADDRESS at the build); null = nowhere. */
declare const __UPDATE_ADDRESS__: string | null
