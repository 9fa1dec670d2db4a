const PATHS = {
  start: 'M3 3v10M13 3 6 8l7 5z',
  back: 'M11 3 4 8l7 5z',
  play: 'M4 3l9 5-9 5z',
  pause: 'M5 3v10M11 3v10',
  next: 'M5 3l7 5-7 5z',
  end: 'M13 3v10M3 3l7 5-7 5z',
} as const;

export function Icon({ name }: { readonly name: keyof typeof PATHS }) {
  return (
    <svg class="icon" viewBox="0 0 16 16" width="14" height="14" aria-hidden="true">
      <path d={PATHS[name]} />
    </svg>
  );
}
