/** A graph as an adjacency list: the edges of node n lead to `targets[offsets[n]]` up to, not including, `[offsets[n + 1]]`. */
export interface Graph {
  readonly offsets: Int32Array;
  readonly targets: Int32Array;
}

/** The strongly connected components of a graph: a number for each node, and how many components there are. */
export interface Components {
  readonly of: Int32Array;
  readonly count: number;
}

/** Tarjan's algorithm (1972), without recursion: a space is deeper than the call stack. */
export function stronglyConnected(graph: Graph): Components {
  const tarjan = new Tarjan(graph);
  const nodes = graph.offsets.length - 1;
  for (let node = 0; node < nodes; node++) tarjan.visit(node);
  return { of: tarjan.component, count: tarjan.count };
}

/** Not yet in a component. */
const NONE = -1;

class Tarjan {
  readonly component: Int32Array;
  count = 0;
  readonly #graph: Graph;
  /** When a node was first visited, from 1; 0 if it was not. */
  readonly #order: Int32Array;
  /** The earliest visited node on the stack that it is known to reach. */
  readonly #low: Int32Array;
  /** The next edge of a node that is being visited. */
  readonly #edge: Int32Array;
  /** The nodes being visited, each reached from the one below. */
  readonly #path: Int32Array;
  /** The visited nodes that have no component yet. */
  readonly #stack: Int32Array;
  #visited = 0;
  #top = 0;

  constructor(graph: Graph) {
    const nodes = graph.offsets.length - 1;
    this.#graph = graph;
    this.component = new Int32Array(nodes).fill(NONE);
    this.#order = new Int32Array(nodes);
    this.#low = new Int32Array(nodes);
    this.#edge = new Int32Array(nodes);
    this.#path = new Int32Array(nodes);
    this.#stack = new Int32Array(nodes);
  }

  visit(root: number): void {
    if (this.#order[root] !== 0) return;
    let depth = 0;
    this.#enter(root, depth);
    while (depth >= 0) {
      const node = this.#path[depth] as number;
      const next = this.#nextUnvisited(node);
      if (next !== NONE) this.#enter(next, ++depth);
      else {
        this.#leave(node);
        depth -= 1;
        if (depth >= 0) this.#lower(this.#path[depth] as number, this.#low[node] as number);
      }
    }
  }

  #enter(node: number, depth: number): void {
    this.#visited += 1;
    this.#order[node] = this.#visited;
    this.#low[node] = this.#visited;
    this.#edge[node] = this.#graph.offsets[node] as number;
    this.#stack[this.#top++] = node;
    this.#path[depth] = node;
  }

  /** The next successor that was not visited; those that were and are on the stack lower the node. */
  #nextUnvisited(node: number): number {
    const end = this.#graph.offsets[node + 1] as number;
    while ((this.#edge[node] as number) < end) {
      const target = this.#graph.targets[(this.#edge[node] as number)++] as number;
      if (this.#order[target] === 0) return target;
      if (this.component[target] === NONE) this.#lower(node, this.#order[target] as number);
    }
    return NONE;
  }

  #lower(node: number, to: number): void {
    if (to < (this.#low[node] as number)) this.#low[node] = to;
  }

  /** A node that reaches none visited before it is the root of a component: all that is above it on the stack. */
  #leave(node: number): void {
    if (this.#low[node] !== this.#order[node]) return;
    let member: number;
    do {
      member = this.#stack[--this.#top] as number;
      this.component[member] = this.count;
    } while (member !== node);
    this.count += 1;
  }
}
