import { Menu } from '../controls/menu.tsx';
import { SHORTCUTS } from '../hooks/use-shortcuts.ts';

/** What can be done from the keyboard. */
export function Keys() {
  return (
    <Menu label="Keyboard">
      <dl class="keys">
        {SHORTCUTS.map(({ keys, what }) => (
          <div key={keys}>
            <dt>
              <kbd>{keys}</kbd>
            </dt>
            <dd>{what}</dd>
          </div>
        ))}
      </dl>
    </Menu>
  );
}
