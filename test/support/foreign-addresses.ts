/** Stands for a server of the test on 127.0.0.1, which must hear nothing. */
export const LOOPBACK = 'http://127.0.0.1'

const PAGE = '<script>document.title="taken"</script>'

/** Where nothing may lead: the network, files, other programs, code in an address, and what only looks like our own page. */
export const foreignAddresses: readonly string[] = [
  'https://example.com/',
  'http://example.com/',
  'https://example.com:8443/a?b#c',
  'https://user:password@example.com/',
  'https://app@example.com/',
  '//example.com/',
  '\\\\example.com\\share',
  'ht\ttps://example.com/',
  ' https://example.com/',
  'HTTPS://EXAMPLE.COM/',
  'https://xn--pithy-9qa.example/',
  LOOPBACK,
  `${LOOPBACK}/index.html`,
  `${LOOPBACK}/?next=app://pithy/index.html`,
  'http://localhost:1/',
  'http://[::1]:1/',
  'http://0.0.0.0:1/',
  'http://2130706433:1/',
  'http://169.254.169.254/latest/meta-data/',
  'ws://127.0.0.1:1/',
  'wss://example.com/',
  'ftp://example.com/',
  'file:///etc/hostname',
  'file://localhost/etc/hostname',
  'file:/etc/passwd',
  'file:///proc/self/environ',
  `data:text/html,${PAGE}`,
  `data:text/html;base64,${btoa(PAGE)}`,
  'data:image/svg+xml,<svg xmlns="http://www.w3.org/2000/svg" onload="document.title=1"/>',
  'javascript:void(document.title="taken")',
  'java\nscript:void(document.title="taken")',
  'JaVaScRiPt:void(document.title="taken")',
  'filesystem:app://pithy/temporary/a.html',
  'view-source:app://pithy/index.html',
  'chrome://settings/',
  'chrome://gpu/',
  'devtools://devtools/bundled/inspector.html',
  'chrome-extension://aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa/a.html',
  'mailto:someone@example.com',
  'tel:+15550100',
  'ms-settings:privacy',
  'vscode://file/etc/passwd',
  'steam://run/1',
  'intent://example.com#Intent;scheme=https;end',
  'app://other/index.html',
  'app://pithy.other/index.html',
  'app://pithy:81/index.html',
  'app://pithy@other/index.html',
  'app://pithy/index.html?elsewhere',
  'app:other',
]

/** Electron asks nobody before it goes to these: they are left at once instead. They hold nothing, and may call nothing. */
export const emptyAddresses: readonly string[] = [
  'about:blank',
  'about:srcdoc',
  'blob:app://pithy/00000000-0000-0000-0000-000000000000',
]

/** Each takes the page to the address, or tries to. Runs in the page. */
export const waysOut: Readonly<Record<string, (address: string) => void>> = {
  'location.href': (address) => {
    window.location.href = address
  },
  'location.replace': (address) => window.location.replace(address),
  'window.open': (address) => {
    window.open(address)
  },
  'a link': (address) => Object.assign(document.createElement('a'), { href: address }).click(),
  'a link with target=_blank': (address) =>
    Object.assign(document.createElement('a'), { href: address, target: '_blank' }).click(),
  'a form': (address) => {
    const form = Object.assign(document.createElement('form'), { action: address, method: 'post' })
    document.body.append(form)
    form.submit()
    form.remove()
  },
  'a frame': (address) => {
    const frame = Object.assign(document.createElement('iframe'), { src: address, className: 'foreign' })
    document.body.append(frame)
  },
  'a refresh': (address) => {
    const meta = Object.assign(document.createElement('meta'), { httpEquiv: 'refresh', content: `0;url=${address}` })
    document.head.append(meta)
    meta.remove()
  },
  'an image, a script and a fetch': (address) => {
    document.head.append(Object.assign(document.createElement('script'), { src: address }))
    new Image().src = address
    const isSendable = /^(https?|app):/.test(address)
    navigator.sendBeacon?.(isSendable ? address : 'app://pithy/')
    void fetch(address).catch(() => {})
  },
}
