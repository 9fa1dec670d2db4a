import { isSwitches, type Value } from '../../../../checker/study/axis.ts';
import type { Change } from '../../scene.ts';
import { situationOf } from '../../story/situation.ts';
import { AxisControl } from '../controls/axis-control.tsx';
import { Check } from '../controls/check.tsx';
import { Select } from '../controls/select.tsx';
import type { Explorer } from '../hooks/use-explorer.ts';

/** What is looked at, in words; it opens where it can be changed. */
export function Setup(explorer: Explorer) {
  const { scenes, view } = explorer;
  return (
    <details class="situation">
      <summary>
        {situationOf(scenes, view.scene).map(({ label, text }) => (
          <span key={label}>
            <b>{label}:</b> {text}{' '}
          </span>
        ))}
        <span class="change">Change</span>
      </summary>
      <SetupForm {...explorer} />
    </details>
  );
}

/** The system, its named variant or what is chosen on its axes, and what may go wrong. */
function SetupForm({ scenes, view: { scene }, act }: Explorer) {
  const { systems, faults, faultsMean } = scenes.study;
  const { axes, cases, sentence } = scenes.entry(scene);
  // What needs a line of its own comes last.
  const controls = Object.entries(axes).toSorted(([, a], [, b]) => Number(isSwitches(a)) - Number(isSwitches(b)));
  const change = (part: Change) => act({ do: 'change', scene: part });
  return (
    <form class="setup" aria-label="What is looked at" onSubmit={(event) => event.preventDefault()}>
      <Select
        label="System"
        value={scene.system}
        options={systems.map(({ name, label = name }) => [name, label])}
        onChange={(system) => change({ system })}
      />
      {cases ? (
        <Select
          label="Variant"
          value={scenes.row(scene).variant ?? ''}
          options={cases.map(({ id, sentence: what }) => [id, `${id}: ${what}`])}
          onChange={(id) => change({ choices: cases.find((one) => one.id === id)?.choices ?? {} })}
        />
      ) : (
        controls.map(([name, axis]) => (
          <AxisControl
            key={`${scene.system} ${name}`}
            name={name}
            axis={axis}
            value={scene.choices[name] as Value}
            onChange={(value) => change({ choices: { [name]: value } })}
          />
        ))
      )}
      {faults.length > 0 && (
        <fieldset>
          <legend>Faults</legend>
          {faults.map((fault) => (
            <Check
              key={fault}
              label={fault}
              about={faultsMean?.[fault] ?? ''}
              isOn={scene.faults.includes(fault)}
              onChange={(on) => change({ faults: faults.filter((f) => (f === fault ? on : scene.faults.includes(f))) })}
            />
          ))}
        </fieldset>
      )}
      <p class="about">{sentence}.</p>
    </form>
  );
}
