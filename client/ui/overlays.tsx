import '@mantine/core/styles/CloseButton.layer.css'
import '@mantine/core/styles/ModalBase.layer.css'
import '@mantine/core/styles/Modal.layer.css'
import '@mantine/core/styles/Overlay.layer.css'
import '@mantine/core/styles/Popover.layer.css'
import '@mantine/core/styles/Menu.layer.css'
import '@mantine/core/styles/Paper.layer.css'
import { Menu, Modal, Popover } from '@mantine/core'
import { type ReactNode, useLayoutEffect, useState } from 'react'
import classes from './overlays.module.css'

/** What floats: menus, popovers, dialogs. Fetched when the first of them is about to be needed. */

interface Anchored {
  /**
   * The element that was pressed: the overlay stands at it and gives the focus back to it. It stays when the element is
   * scrolled away: hidden, it would hold the keyboard where nobody sees it.
   */
  anchor: HTMLElement
  close: () => void
  children: ReactNode
}

/** An invisible stand-in over the pressed element, so that rows stay plain elements and own no overlay each. */
function useStandIn(anchor: HTMLElement) {
  const [box, setBox] = useState(() => anchor.getBoundingClientRect())
  useLayoutEffect(() => {
    const follow = () => setBox(anchor.getBoundingClientRect())
    window.addEventListener('scroll', follow, { passive: true, capture: true })
    window.addEventListener('resize', follow)
    return () => {
      window.removeEventListener('scroll', follow, { capture: true })
      window.removeEventListener('resize', follow)
    }
  }, [anchor])
  return (
    <button
      type="button"
      tabIndex={-1}
      aria-hidden="true"
      className={classes.standIn}
      style={{ left: box.left, top: box.top, width: box.width, height: box.height }}
    />
  )
}

export function AnchoredMenu({ anchor, close, label, children }: Anchored & { label: string }) {
  const standIn = useStandIn(anchor)
  return (
    <Menu
      opened
      onClose={() => {
        close()
        anchor.focus()
      }}
      position="bottom-start"
      offset={4}
      shadow="md"
      trapFocus
      // Without its placeholder the focus goes to the first item, and a menu holds nothing but its items.
      withInitialFocusPlaceholder={false}
      // By default a key pressed outside closes it too: the very key that opened it, once the menu is loaded.
      clickOutsideEvents={['mousedown', 'touchstart']}
      returnFocus={false}
      hideDetached={false}
      transitionProps={{ duration: 0 }}
      classNames={{ dropdown: classes.dropdown ?? '', item: classes.item ?? '', label: classes.menuLabel ?? '' }}
    >
      <Menu.Target>{standIn}</Menu.Target>
      <Menu.Dropdown aria-label={label}>{children}</Menu.Dropdown>
    </Menu>
  )
}

export const MenuItem = Menu.Item
export const MenuDivider = Menu.Divider

export function AnchoredPopover({
  anchor,
  close,
  label,
  children,
  width = 320,
}: Anchored & { label: string; width?: number }) {
  const standIn = useStandIn(anchor)
  return (
    <Popover
      opened
      onChange={(opened) => {
        if (opened) return
        close()
        anchor.focus()
      }}
      position="bottom-start"
      offset={4}
      width={width}
      shadow="md"
      trapFocus
      returnFocus={false}
      hideDetached={false}
      closeOnEscape
      transitionProps={{ duration: 0 }}
      classNames={{ dropdown: classes.popover ?? '' }}
    >
      <Popover.Target>{standIn}</Popover.Target>
      <Popover.Dropdown aria-label={label} role="dialog">
        {children}
      </Popover.Dropdown>
    </Popover>
  )
}

/**
 * A form that stands before everything else until it is answered or left. What was typed is not thrown away by one
 * press: the first Escape or press outside says so, the second leaves.
 */
export function Dialog({ title, close, children }: { title: string; close: () => void; children: ReactNode }) {
  const [touched, setTouched] = useState(false)
  const [warned, setWarned] = useState(false)
  return (
    <Modal
      opened
      onClose={() => (touched && !warned ? setWarned(true) : close())}
      title={title}
      size="lg"
      // The library would lock scrolling by a style element without the page's nonce; the style sheet does it instead.
      lockScroll={false}
      centered={false}
      transitionProps={{ duration: 0 }}
      closeButtonProps={{ 'aria-label': 'Close' }}
      overlayProps={{ backgroundOpacity: 0.35 }}
      classNames={{
        content: classes.dialog ?? '',
        title: classes.dialogTitle ?? '',
        header: classes.dialogHeader ?? '',
        body: classes.dialogBody ?? '',
      }}
    >
      <div
        onInput={() => {
          setTouched(true)
          setWarned(false)
        }}
      >
        {warned ? (
          <p className={classes.warning} role="alert">
            What you typed is not saved. Close once more to discard it.
          </p>
        ) : null}
        {children}
      </div>
    </Modal>
  )
}
