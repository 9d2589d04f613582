import { markDifferences } from './mark-differences';

/** A text with what the other side says differently marked within it. */
export function DiffText({ text, other }: { text: string; other: string }) {
  return (
    <span>
      {markDifferences(text, other).map((part, index) =>
        // The parts of one text have no other name than their place.
        part.differs ? <mark key={index}>{part.text}</mark> : <span key={index}>{part.text}</span>,
      )}
    </span>
  );
}
