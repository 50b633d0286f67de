// A message in the page: what happened and, where there is one, what to do now. `tone` is told by icon and colour both.
import type { ComponentChildren } from 'preact';

// Drawn where the bundled font has no such character: a bare machine has no other font.
const check = (
  <svg viewBox="0 0 16 16" width="16" height="16" aria-hidden="true" focusable="false">
    <path d="M3 8.5 6.5 12 13 4.5" fill="none" stroke="currentColor" stroke-width="2.5" />
  </svg>
);
const marks = { info: 'i', good: check, warning: '!', bad: '×' } as const;

export interface NoticeProps {
  tone: keyof typeof marks;
  title: string;
  /** `alert` interrupts a screen reader, `status` waits; none for what stands there from the start. */
  role?: 'alert' | 'status';
  children?: ComponentChildren;
}

export function Notice({ tone, title, role, children }: NoticeProps) {
  return (
    <div class={`notice notice-${tone}`} {...(role === undefined ? {} : { role })}>
      <span class="notice-mark" aria-hidden="true">
        {marks[tone]}
      </span>
      <div class="notice-body">
        <p class="notice-title">{title}</p>
        {children}
      </div>
    </div>
  );
}
