// Everything about sharing that apps import.
export { ShareDialog, type ShareDialogProps } from './share-dialog.tsx'
export { useMembers, type UsedMembers, useShares, type UsedShares } from './use-shares.ts'
