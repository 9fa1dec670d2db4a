import { type Actor, leavesOf, type Run, snapshotAt } from './run.ts';

interface Props {
  readonly run: Run;
  readonly at: number;
  readonly shown: string;
  readonly isFollowing: boolean;
  readonly show: (id: string) => void;
  readonly follow: (isFollowing: boolean) => void;
}

/** Every actor with the state that it is in; one of them has its chart shown. Those that do nothing are folded away. */
export function Actors({ run, at, shown, isFollowing, show, follow }: Props) {
  const active = run.participants;
  const idle = [...run.actors.values()].filter((actor) => actor.parent !== undefined && !active.includes(actor));
  const processes = [...new Set(active.map(({ id }) => run.processOf(id)))];
  const list = (actors: readonly Actor[]) => (
    <ul>
      {actors.map((actor) => (
        <li key={actor.id}>
          <button type="button" aria-pressed={actor.id === shown} onClick={() => show(actor.id)}>
            <strong>{actor.name}</strong>
            {leavesOf(snapshotAt(actor, at).value).map((leaf) => (
              <span key={leaf}>{leaf}</span>
            ))}
          </button>
        </li>
      ))}
    </ul>
  );
  return (
    <nav class="actors" aria-label="Actors">
      <label>
        <input type="checkbox" checked={isFollowing} onChange={(event) => follow(event.currentTarget.checked)} /> Follow
        the messages
      </label>
      {processes.map((process) => (
        <section key={process} aria-label={process}>
          <h2>{process}</h2>
          {list(active.filter(({ id }) => run.processOf(id) === process))}
        </section>
      ))}
      {idle.length > 0 && (
        <details>
          <summary>
            {idle.length === 1 ? '1 actor that does' : `${idle.length} actors that do`} nothing
            {run.messages.length === 0 && ' yet'}
          </summary>
          {list(idle)}
        </details>
      )}
    </nav>
  );
}
