// electron-builder's afterPack hook: burns every fuse of the packaged Electron. Runs before signing.
import path from 'node:path'
import { FuseV1Options, FuseVersion, flipFuses, getCurrentFuseWire } from '@electron/fuses'

/** All fuses spelled out: a fuse that a newer Electron adds fails the packaging until somebody has decided on it. */
export const fuses = {
  version: FuseVersion.V1,
  strictlyRequireAllFuses: true,
  [FuseV1Options.RunAsNode]: false,
  [FuseV1Options.EnableCookieEncryption]: true,
  [FuseV1Options.EnableNodeOptionsEnvironmentVariable]: false,
  [FuseV1Options.EnableNodeCliInspectArguments]: false,
  // Read on macOS and Windows; Electron has no ASAR integrity on Linux.
  [FuseV1Options.EnableEmbeddedAsarIntegrityValidation]: true,
  [FuseV1Options.OnlyLoadAppFromAsar]: true,
  [FuseV1Options.LoadBrowserProcessSpecificV8Snapshot]: false,
  // The application is served from app://, so file:// needs no rights.
  [FuseV1Options.GrantFileProtocolExtraPrivileges]: false,
  [FuseV1Options.WasmTrapHandlers]: true,
}

export async function afterPack({ appOutDir, electronPlatformName, packager }) {
  const isMac = electronPlatformName === 'darwin'
  const name = packager.appInfo.productFilename
  const executables = { darwin: `${name}.app`, win32: `${name}.exe`, linux: packager.executableName }
  const executable = path.join(appOutDir, executables[electronPlatformName])
  await flipFuses(executable, {
    ...(await knownFuses(executable)),
    // Changing the binary breaks the ad-hoc signature, without which Apple silicon does not start it.
    resetAdHocDarwinSignature: isMac,
  })
}

/** All of them; `npm run test:packaged` alone may do without those that an older runtime at hand does not have. */
async function knownFuses(executable) {
  if (process.env.PITHY_MAY_LACK_FUSES !== '1') return fuses
  const wire = await getCurrentFuseWire(executable)
  return Object.fromEntries(Object.entries(fuses).filter(([name]) => !/^\d+$/.test(name) || wire[name] !== undefined))
}
