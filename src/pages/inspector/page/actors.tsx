import { leavesOf, type Run, snapshotAt } from './run.ts';

interface Props {
  readonly run: Run;
  readonly at: number;
  readonly shown: string;
  readonly isFollowing: boolean;
  readonly show: (id: string) => void;
  readonly follow: (isFollowing: boolean) => void;
}

/** Every actor with the state that it is in; one of them has its chart shown. */
export function Actors({ run, at, shown, isFollowing, show, follow }: Props) {
  return (
    <nav class="actors" aria-label="Actors">
      <label>
        <input type="checkbox" checked={isFollowing} onChange={(event) => follow(event.currentTarget.checked)} /> Follow
        the messages
      </label>
      <ul>
        {[...run.actors.values()].map((actor) => (
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
    </nav>
  );
}
