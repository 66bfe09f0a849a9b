import { Button } from '@mantine/core'
import { useMutation } from '@tanstack/react-query'
import { type Answers, api, intent } from '../api'
import { notifyTrouble } from '../ui/notices'
import { Page } from '../ui/page'
import { refusal } from '../ui/refusal'
import { Empty } from '../ui/states'

/** A draft that nobody went on with: every text of it is still there. */
export default function Discarded({ report }: { report: Answers['reports']['bySlug'] }) {
  const restore = useMutation(
    api.reports.restore.mutationOptions({ onError: (error) => void notifyTrouble(refusal(error).sentence) }),
  )
  return (
    <Page title={report.title} beside="Discarded">
      <Empty
        action={
          <Button
            variant="filled"
            loading={restore.isPending}
            onClick={() => restore.mutate({ ...intent(), reportId: report.id, version: report.version })}
          >
            Restore the draft
          </Button>
        }
      >
        This draft was discarded. Draft {report.draft} is kept as it was, with all that came before it.
      </Empty>
    </Page>
  )
}
