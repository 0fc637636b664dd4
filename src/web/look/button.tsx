import { createLink, type LinkComponent } from '@tanstack/react-router'
import type { ComponentProps, ReactNode, Ref } from 'react'
import { Button as AriaButton, type ButtonProps as AriaButtonProps } from 'react-aria-components'

export type ButtonKind = 'main' | 'plain' | 'quiet' | 'danger'

export interface ButtonProps extends Omit<AriaButtonProps, 'className' | 'style' | 'children' | 'isPending'> {
  readonly children: ReactNode
  readonly ref?: Ref<HTMLButtonElement>
  /** `main`: the one thing that this screen is for. `danger`: cannot be taken back. */
  readonly kind?: ButtonKind
  readonly size?: 'small'
  /** What it started is still under way: it cannot be pressed again. */
  readonly isBusy?: boolean
}

const BUSY = { 'aria-disabled': true, type: 'button', onPress: () => undefined } as const

export function Button({
  kind = 'plain',
  size,
  isBusy = false,
  isDisabled,
  children,
  ...rest
}: ButtonProps): ReactNode {
  return (
    <AriaButton
      {...rest}
      className="button"
      data-kind={kind}
      data-size={size}
      isDisabled={isDisabled === true}
      // While busy it does nothing and keeps the focus: whoever pressed it by the keyboard stays where they are.
      {...(isBusy ? BUSY : {})}
      aria-busy={isBusy}
    >
      {children}
    </AriaButton>
  )
}

function ButtonAnchor({
  kind = 'plain',
  size,
  children,
  ...rest
}: ComponentProps<'a'> & { readonly kind?: ButtonKind; readonly size?: 'small' }): ReactNode {
  return (
    <a {...rest} className="button" data-kind={kind} data-size={size}>
      {children}
    </a>
  )
}

/** A link that looks like a button: it goes somewhere and changes nothing. */
export const ButtonLink: LinkComponent<typeof ButtonAnchor> = createLink(ButtonAnchor)
