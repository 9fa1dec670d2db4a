import { FAULTS, FIX_IDS, REVISIONS, type Revision } from '../../../../machines/vocabulary.ts';
import { buildOf, parametersOf, type Scene, SYSTEMS, sentenceOf } from '../scene.ts';
import { Check } from './check.tsx';
import { Select } from './select.tsx';
import type { Explorer } from './hooks/use-explorer.ts';
import { useMedia } from './hooks/use-media.ts';

/** Which variant is looked at; where there is little room, in a line that opens. */
export function Setup(explorer: Explorer) {
  const { system, path, faults } = explorer.view.scene;
  const build = buildOf(explorer.view.scene);
  const isNarrow = useMedia('(max-width: 48rem)');
  if (!isNarrow) return <SetupForm {...explorer} />;
  return (
    <details class="narrow-setup">
      <summary>{[system, path, build, faults.join(', ') || 'no faults'].join(' · ')}</summary>
      <SetupForm {...explorer} />
    </details>
  );
}

/** Its environment, its path, its fixes or revision, and what may go wrong. */
function SetupForm({ view: { scene }, act }: Explorer) {
  const { paths, hasFixes, hasRevision } = parametersOf(scene.system);
  const about = sentenceOf(scene);
  const change = (part: Partial<Scene>) => act({ do: 'change', scene: part });
  const fixes = FIX_IDS.map((id, i) => ({ id, isOn: scene.fixes[i] === '1', i }));
  return (
    <form class="setup" aria-label="What is looked at">
      <Select
        label="Environment"
        value={scene.system}
        options={SYSTEMS.map((system) => [system, parametersOf(system).about])}
        onChange={(system) => change({ system })}
      />
      <Select
        label={about === null ? 'Path' : 'Variant'}
        value={scene.path}
        options={paths.map((path) => [path, path])}
        onChange={(path) => change({ path })}
      />
      {hasRevision && (
        <Select
          label="Revision"
          value={scene.revision}
          options={REVISIONS.map((revision) => [revision, revision])}
          onChange={(revision) => change({ revision: revision as Revision })}
        />
      )}
      {hasFixes && (
        <fieldset>
          <legend>Fixes</legend>
          {fixes.map(({ id, isOn, i }) => (
            <Check key={id} label={id} isOn={isOn} onChange={(on) => change({ fixes: withBit(scene.fixes, i, on) })} />
          ))}
        </fieldset>
      )}
      <fieldset>
        <legend>Faults</legend>
        {FAULTS.map((fault) => (
          <Check
            key={fault}
            label={fault}
            isOn={scene.faults.includes(fault)}
            onChange={(on) => change({ faults: FAULTS.filter((f) => (f === fault ? on : scene.faults.includes(f))) })}
          />
        ))}
      </fieldset>
      {about !== null && <p class="about">{about}</p>}
    </form>
  );
}

const withBit = (bits: string, at: number, on: boolean) => bits.slice(0, at) + (on ? '1' : '0') + bits.slice(at + 1);
