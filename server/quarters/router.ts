import { ReadQuarter } from '../../domain/quarters.input'
import { may, reading, router } from '../trpc'
import { asOfQuarter, readQuarter } from './read'

export const quarters = router({
  read: may('read')
    .input(ReadQuarter)
    .query(({ ctx, input }) =>
      reading(ctx, { ...input, asOf: asOfQuarter(input, ctx.standing) }, (view) =>
        readQuarter(view, input, ctx.standing),
      ),
    ),
})
