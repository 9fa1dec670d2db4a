import { useEffect, useState } from 'preact/hooks';
import {
  type Axis,
  bitsOf,
  isOpen,
  isSwitches,
  readValue,
  switchesOn,
  type Value,
} from '../../../../checker/study/axis.ts';
import { labelOf } from '../../story/situation.ts';
import { Check } from './check.tsx';
import { Select } from './select.tsx';

interface Props {
  readonly name: string;
  readonly axis: Axis;
  readonly value: Value;
  readonly onChange: (value: Value) => void;
}

/** What is chosen on an axis: one of its values, some of its switches, or a number. */
export function AxisControl({ name, axis, value, onChange }: Props) {
  const label = labelOf(name);
  const onText = (text: string) => {
    const read = readValue(axis, text);
    if (read !== undefined) onChange(read);
  };
  if (isOpen(axis)) {
    return <NumberControl label={label} about={axis.about} value={`${value}`} onText={onText} />;
  }
  if (!isSwitches(axis)) {
    const meaning = (word: string) => (axis.means?.[word] ? `${word}: ${axis.means[word]}` : word);
    const options = axis.values.map(String).map((word) => [word, meaning(word)] as const);
    return <Select label={label} about={axis.about} value={`${value}`} options={options} onChange={onText} />;
  }
  const on = switchesOn(axis, `${value}`);
  return (
    <fieldset class="switches" title={axis.about}>
      <legend>{label}</legend>
      {Object.entries(axis.switches).map(([id, what]) => (
        <Check
          key={id}
          label={id}
          about={what}
          isOn={on.includes(id)}
          onChange={(isOn) => onChange(bitsOf(axis, isOn ? [...on, id] : on.filter((other) => other !== id)))}
        />
      ))}
    </fieldset>
  );
}

interface NumberProps {
  readonly label: string;
  readonly about: string;
  readonly value: string;
  readonly onText: (text: string) => void;
}

/** A number, which counts when it has been typed to its end: the page may be drawn again meanwhile. */
function NumberControl({ label, about, value, onText }: NumberProps) {
  const [typed, setTyped] = useState(value);
  useEffect(() => setTyped(value), [value]);
  return (
    <label class="select" title={about}>
      <span>{label}</span>
      <input
        type="number"
        min={0}
        value={typed}
        onInput={({ currentTarget }) => setTyped(currentTarget.value)}
        onChange={({ currentTarget }) => {
          onText(currentTarget.value);
          // What is refused is not left there.
          setTyped(value);
        }}
      />
    </label>
  );
}
