import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type WebSocket, WebSocketServer } from 'ws';
import { InputError } from '../../files/input.ts';
import type { Offer } from './offer.ts';
import type { Told } from './told.ts';
import type { InspectionEvent } from './wire-format.ts';

/** Nobody but this machine's own user is to see, let alone steer, what runs here. */
const LOOPBACK = '127.0.0.1';

export interface ServerOptions {
  /** 0: any that is free. */
  readonly port: number;
  /** Show our own page, rather than Stately's inspector. */
  readonly offline: boolean;
  /** A viewer asks for one of the choices offered, by its index. */
  readonly onTake: (index: number) => void;
  /** The statechart of an actor as SVG, by its name as an address has it; null where there is no such actor. */
  readonly chart: (actor: string) => Promise<string> | null;
}

/** A viewer says no more than the number of a step. */
const LONGEST_MESSAGE = 100;

/** The pages, as the build has made them: each a single file without any request of its own. */
const PAGES = {
  own: { file: 'page/inspector.html', policy: "connect-src 'self'" },
  stately: { file: 'page/stately.html', policy: "connect-src 'self' https://stately.ai; frame-src https://stately.ai" },
} as const;

const NO_SNIFFING = { 'x-content-type-options': 'nosniff' } as const;

const CHART = '/chart/';

const CHART_HEADERS = {
  'content-type': 'image/svg+xml',
  ...NO_SNIFFING,
  'content-security-policy': "default-src 'none'; frame-ancestors 'none'",
} as const;

/**
 * Tells viewers of a run, over websockets on this machine: `/events` speaks the inspector's wire format and nothing else;
 * `/story` says in words what happens. Both begin with everything that has been said before. `/steps` is for steering by
 * hand. `/chart/` and an actor's name is its statechart.
 */
export class InspectServer {
  readonly #options: ServerOptions;
  readonly #http: Server;
  readonly #events = new WebSocketServer({ noServer: true, maxPayload: LONGEST_MESSAGE });
  readonly #story = new WebSocketServer({ noServer: true, maxPayload: LONGEST_MESSAGE });
  readonly #steps = new WebSocketServer({ noServer: true, maxPayload: LONGEST_MESSAGE });
  readonly #sockets = new Map([
    ['/events', this.#events],
    ['/story', this.#story],
    ['/steps', this.#steps],
  ]);
  readonly #pages: ReadonlyMap<string, (typeof PAGES)[keyof typeof PAGES]>;
  readonly #said = { events: [] as string[], story: [] as string[] };
  #offer: Offer = { step: 0, choices: [] };

  /** Settled once somebody looks. */
  readonly firstViewer: Promise<unknown> = once(this.#events, 'connection');

  constructor(options: ServerOptions) {
    this.#options = options;
    this.#pages = new Map([
      ['/', options.offline ? PAGES.own : PAGES.stately],
      ['/offline', PAGES.own],
    ]);
    this.#http = createServer((request, response) => this.#answer(request, response));
    this.#http.on('upgrade', (request, socket, head) => {
      socket.on('error', () => socket.destroy());
      const server = this.#sockets.get(request.url ?? '');
      if (!server || !this.#isOwn(request)) socket.destroy();
      else
        server.handleUpgrade(request, socket, head, (viewer) => {
          // What is no WebSocket frame, or too long, ends the connection, and nothing but the connection.
          viewer.on('error', () => viewer.terminate());
          server.emit('connection', viewer);
        });
    });
    this.#events.on('connection', (viewer: WebSocket) => {
      for (const text of this.#said.events) viewer.send(text);
    });
    this.#story.on('connection', (viewer: WebSocket) => {
      for (const text of this.#said.story) viewer.send(text);
    });
    this.#steps.on('connection', (viewer: WebSocket) => {
      viewer.send(JSON.stringify(this.#offer));
      viewer.on('message', (data) => this.#take(String(data)));
    });
  }

  /** @throws {InputError} if the port cannot be had */
  listen(): Promise<void> {
    return new Promise((resolve, reject) => {
      this.#http.once('error', ({ code }: NodeJS.ErrnoException) => {
        const why = code === 'EADDRINUSE' ? 'is in use' : `cannot be had (${code})`;
        reject(new InputError(`port ${this.#options.port} of ${LOOPBACK} ${why}: give another with --port`));
      });
      this.#http.listen(this.#options.port, LOOPBACK, resolve);
    });
  }

  get url(): string {
    return `http://${LOOPBACK}:${(this.#http.address() as AddressInfo).port}/`;
  }

  tell(event: InspectionEvent): void {
    const text = JSON.stringify(event);
    this.#said.events.push(text);
    for (const viewer of this.#events.clients) viewer.send(text);
  }

  narrate(told: Told): void {
    const text = JSON.stringify(told);
    this.#said.story.push(text);
    for (const viewer of this.#story.clients) viewer.send(text);
  }

  offer(offer: Offer): void {
    this.#offer = offer;
    for (const viewer of this.#steps.clients) viewer.send(JSON.stringify(offer));
  }

  #take(text: string): void {
    const index = /^\d+$/.test(text) ? Number(text) : -1;
    if (this.#offer.choices.some((choice) => choice.index === index)) this.#options.onTake(index);
  }

  #answer(request: IncomingMessage, response: ServerResponse): void {
    const { url = '' } = request;
    const page = this.#pages.get(url);
    const chart = url.startsWith(CHART) ? this.#options.chart(url.slice(CHART.length)) : null;
    if (!(page || chart) || !this.#isOwn(request)) {
      response.writeHead(404, NO_SNIFFING).end();
      return;
    }
    if (!page) {
      (chart as Promise<string>).then(
        (svg) => response.writeHead(200, CHART_HEADERS).end(svg),
        () => response.writeHead(500, NO_SNIFFING).end(),
      );
      return;
    }
    response.writeHead(200, {
      'content-type': 'text/html; charset=utf-8',
      ...NO_SNIFFING,
      'content-security-policy': `default-src 'none'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'; script-src 'unsafe-inline'; style-src 'unsafe-inline'; img-src data:; ${page.policy}`,
    });
    response.end(readFileSync(new URL(page.file, import.meta.url)));
  }

  /** Asked for by name and, where a page asks, by a page of ours: no other site's script gets an answer. */
  #isOwn({ headers: { host, origin } }: IncomingMessage): boolean {
    const { port } = this.#http.address() as AddressInfo;
    const names = [`${LOOPBACK}:${port}`, `localhost:${port}`];
    return names.includes(host ?? '') && (origin === undefined || names.some((name) => origin === `http://${name}`));
  }
}
