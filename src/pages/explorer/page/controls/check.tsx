interface Props {
  readonly label: string;
  /** What it changes, where the label does not say it. */
  readonly about?: string;
  readonly isOn: boolean;
  readonly onChange: (isOn: boolean) => void;
}

export function Check({ label, about, isOn, onChange }: Props) {
  return (
    <label class="check">
      <input type="checkbox" checked={isOn} onChange={({ currentTarget }) => onChange(currentTarget.checked)} />
      {label} {about && <small>{about}</small>}
    </label>
  );
}
