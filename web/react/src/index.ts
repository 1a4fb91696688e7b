// @yrsa/react: hooks and components for collaboration on Yrsa. Everything that is exported is named here.
// Nothing here fetches by itself; all of it goes through @yrsa/client.

// Parts: the design system.
export { Avatar } from './parts/avatar.tsx'
export type { AvatarProps } from './parts/avatar.tsx'
export { Button, IconButton, Spinner } from './parts/button.tsx'
export type { ButtonProps, IconButtonProps } from './parts/button.tsx'
export { classNames } from './parts/class-names.ts'
export { CopyButton } from './parts/copy-button.tsx'
export type { CopyButtonProps } from './parts/copy-button.tsx'
export { ConfirmDialog, Dialog } from './parts/dialog.tsx'
export type { ConfirmDialogProps, DialogProps } from './parts/dialog.tsx'
export { Badge, EmptyState, Keys, Loading, Notice, RelativeTime, VisuallyHidden } from './parts/display.tsx'
export type { EmptyStateProps, NoticeProps, Tone } from './parts/display.tsx'
export { Field, Input, Segments, Select, TextArea, TextField, Toggle } from './parts/field.tsx'
export type { ControlProps, FieldProps, SegmentsProps, SelectOption, SelectProps, TextFieldProps, ToggleProps } from './parts/field.tsx'
export { Menu } from './parts/menu.tsx'
export type { MenuEntry, MenuItem, MenuProps } from './parts/menu.tsx'
export { useNow } from './parts/now.ts'
export { initials, inkOn, safeColor } from './parts/person-colors.ts'
export { place, placeBeside } from './parts/placement.ts'
export type { Align, Box, Placement, Side } from './parts/placement.ts'
export { Popover } from './parts/popover.tsx'
export type { PopoverProps, TriggerProps } from './parts/popover.tsx'
export { Tabs } from './parts/tabs.tsx'
export type { Tab, TabsProps } from './parts/tabs.tsx'
export { exactTime, relativeTime, shortDate, timeLeft, timeOfDay } from './parts/time-words.ts'
export { Toasts, useToasts } from './parts/toasts.tsx'
export type { ToastOptions, ToastsApi } from './parts/toasts.tsx'
export { Tooltip, useTooltip } from './parts/tooltip.tsx'

// Hooks.
export * from './hooks/index.ts'

// Sharing, comments, chat.
export * from './share/index.ts'
export * from './comments/index.ts'
export * from './chat/index.ts'
