// A message in the page: what happened and, where there is one, what to do now. `tone` is told by icon and colour both.
import type { ComponentChildren } from 'preact';

const marks = { info: 'i', good: '✓', warning: '!', bad: '×' } as const;

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
