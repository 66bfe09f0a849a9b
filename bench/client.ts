import { Agent, type IncomingHttpHeaders, request } from 'node:http'
import type { MeasuredServer } from './servers'

export interface Question {
  path: string
  /** A change is sent with a body. */
  body?: string
  /** Of a question without a body. */
  headers?: Record<string, string>
  /** The answer that is none of the failed: 200 unless said. */
  expects?: number
}

export interface Answer {
  status: number
  text: string
  headers: IncomingHttpHeaders
  ms: number
}

/** Asks over connections that stay open, as a browser does. */
export class Client {
  readonly #agent: Agent

  constructor(
    private readonly server: MeasuredServer,
    readonly connections: number,
  ) {
    this.#agent = new Agent({ keepAlive: true, maxSockets: connections })
  }

  ask({ path, body, headers: extra }: Question): Promise<Answer> {
    return new Promise((resolve, reject) => {
      const began = performance.now()
      const headers =
        body === undefined
          ? (extra ?? {})
          : { 'content-type': 'application/json', 'content-length': Buffer.byteLength(body), 'x-followthrough': '1' }
      const asking = request(
        this.server.address + path,
        { agent: this.#agent, method: body === undefined ? 'GET' : 'POST', headers },
        (response) => {
          const chunks: Buffer[] = []
          response.on('data', (chunk: Buffer) => chunks.push(chunk))
          response.on('end', () =>
            resolve({
              status: response.statusCode ?? 0,
              text: Buffer.concat(chunks).toString(),
              headers: response.headers,
              ms: performance.now() - began,
            }),
          )
          response.on('error', reject)
        },
      )
      asking.on('error', reject)
      asking.end(body)
    })
  }

  close(): void {
    this.#agent.destroy()
  }
}

export interface Round {
  cpuMsEach: number
  perSecond: number
  latencies: number[]
  failed: number
}

/** Asks `count` questions over all connections at once; what the server used for them is read before and after. */
export async function round(
  server: MeasuredServer,
  client: Client,
  count: number,
  next: (worker: number) => Question | Promise<Question>,
  heard?: (worker: number, answer: Answer) => void,
): Promise<Round> {
  const latencies: number[] = []
  let failed = 0
  let left = count
  const before = await server.used()
  const began = performance.now()
  await Promise.all(
    Array.from({ length: client.connections }, async (_, worker) => {
      while (left-- > 0) {
        const question = await next(worker)
        const answer = await client.ask(question)
        latencies.push(answer.ms)
        if (answer.status !== (question.expects ?? 200)) failed++
        heard?.(worker, answer)
      }
    }),
  )
  const seconds = (performance.now() - began) / 1000
  const after = await server.used()
  return { cpuMsEach: (after.cpuMs - before.cpuMs) / count, perSecond: count / seconds, latencies, failed }
}
