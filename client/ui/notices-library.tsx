import '@mantine/core/styles/CloseButton.layer.css'
import '@mantine/core/styles/Notification.layer.css'
import '@mantine/notifications/styles.layer.css'
import { Notifications, notifications } from '@mantine/notifications'
import classes from './notices.module.css'

const standsFor = 8_000

export function show(text: string, action: { label: string; run: () => void } | null, trouble: boolean) {
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
}

export default function NoticesLibrary() {
  return <Notifications position="bottom-center" limit={3} />
}
