import { describe, expect, it } from 'vitest'
import { checkBaseUrl } from '../../../../electron/core/models/check-base-url.ts'

describe('checkBaseUrl', () => {
  it.each([
    ['https://api.example.com/v1/', 'https://api.example.com/v1'],
    ['https://8.8.8.8', 'https://8.8.8.8'],
    ['http://localhost:11434/v1', 'http://localhost:11434/v1'],
    ['http://127.0.0.1:1234/v1', 'http://127.0.0.1:1234/v1'],
    ['http://127.1:1234', 'http://127.0.0.1:1234'],
    ['http://[::1]:8080/v1', 'http://[::1]:8080/v1'],
    ['http://[fd12:3456::1]/v1', 'http://[fd12:3456::1]/v1'],
    ['http://10.1.2.3/v1', 'http://10.1.2.3/v1'],
    ['http://172.31.0.1', 'http://172.31.0.1'],
    ['http://192.168.0.20:8000', 'http://192.168.0.20:8000'],
    ['http://gpu-box:8000/v1', 'http://gpu-box:8000/v1'],
    ['http://gpu-box.local/v1', 'http://gpu-box.local/v1'],
  ])('takes %s', (text, url) => {
    expect(checkBaseUrl(text)).toBe(url)
  })

  it.each([
    'http://api.example.com/v1',
    'http://8.8.8.8/v1',
    'http://172.32.0.1',
    'http://172.15.0.1',
    'http://192.169.0.1',
    'http://11.0.0.1',
    'http://127.0.0.1.example.com/v1',
    'http://localhost.example.com',
    'http://169.254.169.254/latest',
    'http://[2001:db8::1]/v1',
    'http://134744072',
  ])('refuses %s, where the key could be read on the way', (text) => {
    expect(() => checkBaseUrl(text)).toThrow(/must begin with https:/)
  })

  it.each([
    '',
    'localhost:11434',
    'ftp://localhost/',
    'file:///etc/passwd',
    'https://user:secret@host/v1',
    'https://h/?a=1',
  ])('refuses "%s"', (text) => {
    expect(() => checkBaseUrl(text)).toThrow(expect.objectContaining({ code: 'bad-input' }))
  })

  it('does not repeat a password in its message', () => {
    expect(() => checkBaseUrl('https://user:secret@host/v1')).toThrow(/^(?!.*secret).*user name or password/)
  })
})
