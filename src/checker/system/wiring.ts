import { didYouMean, someOf } from '../did-you-mean.ts';
import { ModelError } from '../errors.ts';
import { OF_CHANNEL } from './channel.ts';
import { type ChildEffect, type EndEffect, SELF, type SendEffect } from './effects.ts';
import { intern, type Message } from './message.ts';
import { PARENT } from './pure-transition.ts';
import type { ComponentSpec, SystemSpec } from './spec.ts';
import type { Component, Delivery, Transition } from './step.ts';
import type { Cell, LocalState } from './table/table.ts';
import { ownIn } from '../words/known.ts';

/** The ports of a system: which component each message of a transition goes to. */
export class Wiring {
  readonly spec: SystemSpec;
  readonly components: readonly Component[];
  readonly #index: ReadonlyMap<string, number>;

  /** @throws {ModelError} if a name is used twice, or a port leads nowhere */
  constructor(spec: SystemSpec, components: readonly Component[]) {
    this.spec = spec;
    this.components = components;
    this.#index = new Map(spec.components.map((component, i) => [component.name, i]));
    this.#checkNames();
  }

  indexOf(name: string): number {
    const index = this.#index.get(name);
    if (index === undefined) {
      const names = [...this.#index.keys()];
      const hint = `there are ${someOf(names)}${didYouMean(name, names)}`;
      throw new ModelError(`${this.spec.name}: no component is called '${name}'; ${hint}`);
    }
    return index;
  }

  /** A component's transition through a cell; the same object every time. */
  transition(index: number, cell: Cell, sender: string): Transition {
    const { transitions } = this.components[index] as Component;
    const known = transitions.get(sender)?.get(cell);
    if (known) return known;
    const made = this.resolved(index, cell, sender);
    const ofSender = transitions.get(sender) ?? new Map<Cell, Transition>();
    transitions.set(sender, ofSender.set(cell, made));
    return made;
  }

  /** What a cell sends, resolved. */
  resolved(
    index: number,
    { draws, effects, event, from, kind, to }: Pick<Cell, 'draws' | 'effects' | 'event' | 'from' | 'kind' | 'to'>,
    sender: string,
  ): Transition {
    const { name, labels } = (this.components[index] as Component).spec;
    const deliveries: Delivery[] = [];
    const sends: { to: string; message: Message }[] = [];
    const prints: string[] = [];
    for (const effect of effects) {
      if (effect.kind === 'dprintf') {
        prints.push(fillIn(effect.text, labels ?? {}));
        continue;
      }
      const delivery = effect.kind === 'send' ? this.#sent(index, effect, sender) : this.#ofChild(index, effect, to);
      if (!delivery) continue;
      deliveries.push(delivery);
      if (effect.kind === 'start' || effect.kind === 'stop') continue;
      sends.push({ to: this.nameOf(delivery.target), message: delivery.message });
    }
    const more = { ...(kind === 'unhandled' && { unhandled: true as const }), ...(draws && { draws }) };
    return { deliveries, occurrence: { component: name, sender, event, from, to, sends, prints, ...more } };
  }

  #sent(index: number, { due, early, mail, message, named, to }: SendEffect, sender: string): Delivery {
    if (OF_CHANNEL in message) {
      throw new ModelError(
        `${this.spec.name}: ${this.nameOf(index)} sends ${message.type} to '${to}' with the key '${OF_CHANNEL}', by which a channel knows its own events; leave it out`,
      );
    }
    const target = early ? this.#child(index, to) : this.resolve(index, to, sender);
    const more = { ...(early && { isEarly: true as const }), ...(named && { isNamed: true as const }) };
    return { target, message, isMail: mail === true, ...more, ...(due && { isDue: true }) };
  }

  /** The message by which a component starts or stops another, or tells whoever has started it that it has ended. */
  #ofChild(index: number, effect: ChildEffect | EndEffect, { startedAs }: LocalState): Delivery | null {
    const { spec } = this.components[index] as Component;
    if (effect.kind === 'end') {
      const parent = spec.spawnedBy ?? spec.parent;
      return parent === undefined ? null : this.#ended(parent, startedAs ?? spec.name, effect);
    }
    const target = this.#child(index, effect.to);
    const child = this.components[target] as Component;
    if (child.spec.spawnedBy !== spec.name) {
      throw new ModelError(
        `${this.spec.name}: ${spec.name} starts '${effect.to}', so the component ${child.spec.name} must say spawnedBy: '${spec.name}'`,
      );
    }
    if (effect.machine && effect.machine !== child.spec.machine) {
      throw new ModelError(
        `${this.spec.name}: ${spec.name} starts '${effect.to}' with the machine ${effect.machine.id}, and the component ${child.spec.name} has another one; give it the same`,
      );
    }
    return { target, message: effect.message, isMail: true };
  }

  /** The component that another one invokes or spawns. */
  #child(from: number, id: string): number {
    const { name, ports } = (this.components[from] as Component).spec;
    const child = ownIn(ports, id) ?? id;
    const index = this.#index.get(child);
    if (index !== undefined) return index;
    throw new ModelError(
      `${this.spec.name}: ${name} invokes or spawns the machine '${id}', which is not a component; add { name: '${child}', machine: …, spawnedBy: '${name}' }, or list how it may come out: outcomes: { '${id}': [{ done: … }, { error: … }] } of ${name}`,
    );
  }

  #ended(parent: string, id: string, { result }: EndEffect): Delivery {
    const type = 'output' in result ? `xstate.done.actor.${id}` : `xstate.error.actor.${id}`;
    return {
      target: this.indexOf(parent),
      message: intern({ type, ...result, actorId: id }),
      isMail: true,
      isEnd: true,
    };
  }

  nameOf(index: number): string {
    return (this.components[index] as Component).spec.name;
  }

  /** The component behind a port. */
  resolve(from: number, port: string, sender: string): number {
    const { spec } = this.components[from] as Component;
    const name = this.#behind(spec, port, sender);
    const index = name === undefined ? undefined : this.#index.get(name);
    if (index !== undefined) return index;
    const remedy =
      port === PARENT
        ? `give it 'parent' or 'spawnedBy'`
        : port === 'sender'
          ? 'the environment cannot be answered'
          : `give it ports: { '${port}': 'a component' }, or call a component '${port}'`;
    throw new ModelError(`${this.spec.name}: ${spec.name} sends to '${port}', which leads nowhere; ${remedy}`);
  }

  #behind({ name, parent, ports, spawnedBy }: ComponentSpec, port: string, sender: string): string | undefined {
    const other = ownIn(ports, port);
    if (other !== undefined) return other;
    if (port === 'sender') return sender;
    if (port === SELF) return name;
    return port === PARENT ? (spawnedBy ?? parent) : port;
  }

  /** Nobody is an own parent, not even by way of others: none of them could be started before the others. */
  #refuseCircle({ name, parent, spawnedBy }: ComponentSpec): void {
    const above = [name];
    for (let up = spawnedBy ?? parent; up !== undefined; ) {
      if (up === name) {
        const way = [...above, name].join(', whose parent is ');
        throw new ModelError(`${this.spec.name}: the parent of ${way}: a component cannot be above itself`);
      }
      if (above.includes(up)) return;
      above.push(up);
      const { spec } = this.components[this.#index.get(up) ?? -1] ?? {};
      up = spec?.spawnedBy ?? spec?.parent;
    }
  }

  #checkNames(): void {
    const names = this.components.map(({ spec }) => spec.name);
    const twice = names.find((name, i) => names.indexOf(name) !== i);
    if (twice !== undefined) throw new ModelError(`${this.spec.name}: two components are called '${twice}'`);
    for (const { spec } of this.components) {
      for (const [port, target] of Object.entries(spec.ports ?? {})) {
        if (target !== undefined && !this.#index.has(target)) {
          throw new ModelError(
            `${this.spec.name}: port '${port}' of ${spec.name} leads to '${target}', which is not there`,
          );
        }
      }
      for (const role of ['parent', 'spawnedBy'] as const) {
        const other = spec[role];
        if (other === undefined || this.#index.has(other)) continue;
        throw new ModelError(`${this.spec.name}: ${role} of ${spec.name} is '${other}', which is not there`);
      }
      this.#refuseCircle(spec);
    }
  }
}

/** A log line with its placeholders filled in; one without a label stays visible as `<name>`. */
function fillIn(text: string, labels: Readonly<Record<string, string | undefined>>): string {
  return text.replace(/\{(\w+)\}/g, (_, name: string) => ownIn(labels, name) ?? `<${name}>`);
}
