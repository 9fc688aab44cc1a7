// node bench/lean-server.mjs: a Chat Completions server on a free port of this machine that answers every request after the latency
// that its path names (/200/v1/chat/completions: 200 ms). Prints its port. Does as little as possible: the client is measured.
import { createServer } from 'node:http'

const piece = (delta, rest) =>
  `data: ${JSON.stringify({ id: 'c', object: 'chat.completion.chunk', model: 'lean', choices: [{ index: 0, delta, ...rest }] })}\n\n`
const usage = { prompt_tokens: 30, completion_tokens: 8, total_tokens: 38 }
const body =
  piece({ role: 'assistant', content: 'The answer' }, {}) +
  piece({ content: ' is positive.' }, {}) +
  piece({}, { finish_reason: 'stop' }) +
  `data: ${JSON.stringify({ id: 'c', object: 'chat.completion.chunk', model: 'lean', choices: [], usage })}\n\n` +
  'data: [DONE]\n\n'
const headers = { 'content-type': 'text/event-stream', 'content-length': Buffer.byteLength(body) }

const server = createServer((request, response) => {
  const latencyMs = Number(request.url.split('/')[1])
  const answer = () => response.writeHead(200, headers).end(body)
  request.resume()
  request.once('end', () => (latencyMs > 0 ? setTimeout(answer, latencyMs) : answer()))
})
server.keepAliveTimeout = 60_000
server.listen(0, '127.0.0.1', () => console.log(server.address().port))
