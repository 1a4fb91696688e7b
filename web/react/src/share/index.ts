// Everything about sharing that apps import.
export { ShareDialog, type ShareDialogProps, studioLink } from './share-dialog.tsx'
export { type ScopeAccess, useScopeAccess } from './use-scope-access.ts'
export { type MembersSource, type SharesSource, useMembers, type UsedMembers, useShares, type UsedShares, widerScopes } from './use-shares.ts'
