export type Mood = 'working' | 'good' | 'bad';

const ICONS: Record<Mood, string> = {
  working: 'fa-spinner fa-spin',
  good: 'fa-check',
  bad: 'fa-exclamation-triangle',
};

/** Of the icon alone: as text, the light theme's green is too faint to be read by everybody. */
const COLORS: Record<Mood, string> = {
  working: 'inherit',
  good: 'var(--red-ui-text-color-success)',
  bad: 'var(--red-ui-text-color-error)',
};

/** A line under a field or button that says what is going on. Screen readers read it out. */
export class Notice {
  private readonly line = $('<div role="status" aria-live="polite">').css({ marginTop: '6px' }).hide();

  constructor(after: JQuery) {
    after.after(this.line);
  }

  /** The text may come from a remote system: it is set as text, never as HTML (N4). */
  show(mood: Mood, text: string): void {
    this.line
      .empty()
      .append(
        $('<i aria-hidden="true">').addClass(`fa ${ICONS[mood]}`).css({ color: COLORS[mood], marginRight: '6px' }),
      )
      .append($('<span>').text(text))
      .show();
    this.line[0]?.scrollIntoView({ block: 'nearest' });
  }

  clear(): void {
    this.line.empty().hide();
  }
}
