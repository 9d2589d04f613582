/** A sentence of the server found among the known ones: its name, and what stood in its places. */
export interface KnownSentence<K extends string = string> {
  key: K;
  values: Record<string, string>;
}

/**
 * Finds sentences by templates such as `{count} records would be created.`
 * @returns undefined for a sentence that none of them makes
 */
export function sentenceFinder<K extends string>(
  templates: Readonly<Record<K, string>>,
): (sentence: string) => KnownSentence<K> | undefined {
  const patterns = (Object.keys(templates) as K[]).map((key) => ({ key, pattern: patternOf(templates[key]) }));
  return (sentence) => {
    for (const { key, pattern } of patterns) {
      const found = pattern.exec(sentence);
      if (found) return { key, values: { ...found.groups } };
    }
    return undefined;
  };
}

function patternOf(template: string): RegExp {
  const escaped = template.replace(/[.*+?^$()|[\]\\]/g, '\\$&');
  return new RegExp(`^${escaped.replace(/\{(\w+)\}/g, '(?<$1>.+)')}$`);
}
