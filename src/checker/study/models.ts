import type { Property } from '../property/property.ts';
import { named } from '../property/stated.ts';
import { Composition } from '../system/compose.ts';
import type { Copies } from '../verify-copies.ts';
import { TableStore } from '../system/table/table.ts';
import { checkFaults, searchOf } from './check-study.ts';
import { rowWith, systemCalled } from './rows.ts';
import type { Study } from './study.ts';
import type { Beside, Reference, Row, Search, SystemEntry } from './system-entry.ts';
import { checkArguments } from '../words/arguments.ts';

/** A composed system, and what is stated of it. */
export interface Model extends Omit<Search, 'spec' | 'copies' | 'properties'> {
  readonly composition: Composition;
  readonly properties: readonly Property[];
}

/** What is searched in a row, with a sentence and a source for each property. */
export type NamedSearch = Omit<Search, 'properties'> & Pick<Model, 'properties'>;

/**
 * Composes the systems of a study. What belongs to one family shares its tables; two families do not: what one sends into a
 * machine would make the other's larger, and no machine may have more than so many states.
 */
export class Models {
  readonly study: Study;
  readonly #store: () => TableStore;
  readonly #stores = new Map<string, TableStore>();

  /** @param store makes the tables of a family */
  constructor(study: Study, store: () => TableStore = () => new TableStore()) {
    checkArguments('Models', ['study', study], ['function', store]);
    this.study = study;
    this.#store = store;
  }

  entry(row: Pick<Row, 'system'>): SystemEntry {
    return systemCalled(this.study, row.system);
  }

  search(row: Row): NamedSearch {
    const entry = this.entry(row);
    const found = searchOf(entry, row.choices);
    checkFaults(found.spec, this.study.faults);
    return { ...found, properties: found.properties.map(named) };
  }

  /** @param tables others than those of the family */
  model(row: Row, tables?: TableStore): Model {
    const { copies, ...one } = this.search(row);
    const { spec, properties, ...stated } = { ...one, ...copies?.compose() };
    const composition = new Composition(spec, tables ?? this.#tablesOf(this.entry(row)));
    return { composition, properties: properties.map(named), ...stated };
  }

  /** One of the copies that a row is made of, and how many there are; null for a row that is not made of copies. */
  copies(row: Row): { readonly part: Model; readonly copies: Copies } | null {
    const { copies, spec, ...stated } = this.search(row);
    if (!copies) return null;
    return { part: { composition: new Composition(spec, this.#tablesOf(this.entry(row))), ...stated }, copies };
  }

  /** The systems that are searched with a row. */
  beside(row: Row): Readonly<Record<string, Beside | null>> {
    const beside = Object.entries(this.entry(row).beside?.(row.choices) ?? {});
    return Object.fromEntries(beside.map(([name, one]) => [name, one && this.#completed(one)]));
  }

  /** The row itself and those beside it. */
  together(row: Row): Row[] {
    const beside = Object.values(this.beside(row)).flatMap((one) => {
      if (one === null) return [];
      return 'by' in one ? Object.values(one.rows) : [one];
    });
    return [row, ...beside];
  }

  /** Every store of tables that has been filled so far. */
  tables(): Iterable<TableStore> {
    return this.#stores.values();
  }

  #completed(beside: Beside<Reference>): Beside {
    const row = (reference: Reference) => rowWith(this.entry(reference), reference.choices);
    if (!('by' in beside)) return row(beside);
    return {
      by: beside.by,
      rows: Object.fromEntries(Object.entries(beside.rows).map(([value, one]) => [value, row(one)])),
    };
  }

  #tablesOf({ name, family = name }: SystemEntry): TableStore {
    const store = this.#stores.get(family) ?? this.#store();
    this.#stores.set(family, store);
    return store;
  }
}
