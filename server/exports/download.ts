import { NotFoundError, RuleError } from '../../domain/errors'
import { ItemsInAddress } from '../../domain/items.input'
import type { Context } from '../trpc'
import { type Asked, writeItemsCsv } from './items'

/** `items.csv?…`, with the parameters of the items page. */
export async function itemsDownload(ctx: Context, address: URLSearchParams): Promise<Response> {
  if (!ctx.actor.may.has('read')) return refused(403, 'You may not do this here. Ask an administrator.')
  const parsed = ItemsInAddress.safeParse(Object.fromEntries(address))
  if (!parsed.success) {
    // A list that leaves out a filter would hold more than was asked for, and nobody would see that.
    const [issue] = parsed.error.issues
    const name = issue?.path[0] ?? (issue?.code === 'unrecognized_keys' ? issue.keys[0] : 'The address')
    return refused(400, `${String(name)} in the address is not one the items page knows. Nothing was exported.`)
  }
  const asked: Asked = parsed.data
  try {
    const body = await begun(ctx, (write) => writeItemsCsv(ctx, asked, write))
    return new Response(body, {
      headers: {
        'content-type': 'text/csv; charset=utf-8; header=present',
        'content-disposition': `attachment; filename="${fileNameOf(asked, asked.asOf ?? ctx.standing.today)}"`,
        'cache-control': 'no-store',
      },
    })
  } catch (error) {
    if (error instanceof NotFoundError) return refused(404, error.message)
    if (error instanceof RuleError) return refused(409, error.message)
    throw error
  }
}

const refused = (status: 400 | 403 | 404 | 409, sentence: string) =>
  new Response(`${sentence}\n`, {
    status,
    headers: { 'content-type': 'text/plain; charset=utf-8', 'cache-control': 'no-store' },
  })

/** `items-FES-done-2021-07-20.csv`: what was asked for, and the day. */
function fileNameOf({ program = [], status = [] }: Asked, day: string): string {
  const words = ['items', ...program, ...status, day].join('-')
  return `${words.replaceAll(/[^A-Za-z0-9_-]/g, '')}.csv`
}

/** As much as may wait for a slow reader. */
const mostWaiting = 4 * 1024 * 1024

/**
 * What `work` writes, as a body, once it has written its first piece: until then a refusal can still be answered as
 * one. Later it can only break off, which a client sees as a download that failed.
 */
function begun(
  ctx: Context,
  work: (write: (text: string) => Promise<void>) => Promise<unknown>,
): Promise<ReadableStream> {
  const encoder = new TextEncoder()
  let goOn = () => {}
  let isLeft = false
  return new Promise((hasBegun, hasFailed) => {
    const begin = (controller: ReadableStreamDefaultController<Uint8Array>) => {
      const write = async (text: string) => {
        if (isLeft) throw new Left()
        controller.enqueue(encoder.encode(text))
        hasBegun(body)
        if ((controller.desiredSize ?? 0) > 0) return
        await new Promise<void>((resolve) => {
          goOn = resolve
        })
      }
      work(write).then(
        () => {
          if (!isLeft) controller.close()
        },
        (error: unknown) => {
          hasFailed(error)
          if (error instanceof Left) return
          ctx.log.warn({ requestId: ctx.requestId, err: error }, 'an export broke off')
          controller.error(error)
        },
      )
    }
    const body = new ReadableStream<Uint8Array>(
      {
        start: begin,
        pull: () => goOn(),
        cancel: () => {
          isLeft = true
          goOn()
        },
      },
      new ByteLengthQueuingStrategy({ highWaterMark: mostWaiting }),
    )
  })
}

/** Whoever asked has gone. */
class Left extends Error {}
