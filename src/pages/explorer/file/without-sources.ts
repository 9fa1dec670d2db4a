import type { Plugin } from 'rolldown';

interface Node {
  readonly type: string;
  readonly start: number;
  readonly end: number;
  readonly [key: string]: unknown;
}

/** What tells a property from other objects. */
const OF_A_PROPERTY = ['id', 'sentence', 'source', 'checks'];

/** Leaves out where properties come from: no page shows it, and it is a good part of what is written of them. */
export const withoutSources: Plugin = {
  name: 'without-sources',
  transform: {
    filter: { id: /\.[cm]?[jt]s$/, code: /\bchecks\b/ },
    handler(code) {
      const sources = sourcesIn(this.parse(code, { lang: 'ts' })).toSorted((a, b) => b.start - a.start);
      return { code: sources.reduce((text, { start, end }) => `${text.slice(0, start)}''${text.slice(end)}`, code) };
    },
  },
};

/** The values of `source` in the properties that are written out below a node. */
function sourcesIn(part: unknown): Node[] {
  if (typeof part !== 'object' || part === null) return [];
  const node = part as Node;
  const fields = node.type === 'ObjectExpression' ? (node['properties'] as Node[]) : [];
  const valueOf = (key: string) => fields.find((field) => (field['key'] as Record<string, unknown>)?.['name'] === key);
  const source = OF_A_PROPERTY.every(valueOf) ? (valueOf('source')?.['value'] as Node) : null;
  return source?.type === 'Literal' ? [source] : Object.values(part).flatMap(sourcesIn);
}
