import '@mantine/core/styles/CloseButton.layer.css'
import '@mantine/core/styles/Notification.layer.css'
import '@mantine/notifications/styles.layer.css'
import { Notifications, notifications } from '@mantine/notifications'
import classes from './notices.module.css'

const standsFor = 8_000
/** The notice that only says something: the next one takes its place. One that offers a way back stands its time. */
let said: string | null = null

export function show(text: string, action: { label: string; run: () => void } | null, trouble: boolean) {
  if (said !== null) notifications.hide(said)
  const id = notifications.show({
    message: (
      <span className={classes.words}>
        <span>{text}</span>
        {action ? (
          <button
            type="button"
            className={classes.action}
            onClick={() => {
              action.run()
              notifications.hide(id)
            }}
          >
            {action.label}
          </button>
        ) : null}
      </span>
    ),
    autoClose: trouble ? standsFor * 2 : standsFor,
    withBorder: true,
    classNames: { root: classes.notice ?? '' },
    color: trouble ? 'var(--late)' : 'var(--accent)',
    closeButtonProps: { 'aria-label': 'Dismiss' },
  })
  said = action || trouble ? null : id
}

export default function NoticesLibrary() {
  return <Notifications position="bottom-center" limit={3} />
}
