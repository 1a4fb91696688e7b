// The outline of a page while it is on its way. Used while somebody is recognised and while parts are loaded.
// Appears only after a moment, so that quick loads don't flicker (see styles/frame.css).
export function Skeleton({ label = 'Loading' }: { label?: string }) {
  return (
    <div className="skeleton" role="status" aria-label={label}>
      <div className="skeleton-bar" />
      <div className="skeleton-body">
        <span className="yrsa-loading-line" />
        <span className="yrsa-loading-line" />
        <span className="yrsa-loading-line" />
      </div>
    </div>
  )
}
