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
    return (
      <label class="select" title={axis.about}>
        <span>{label}</span>
        <input type="number" min={0} value={`${value}`} onChange={({ currentTarget }) => onText(currentTarget.value)} />
      </label>
    );
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
