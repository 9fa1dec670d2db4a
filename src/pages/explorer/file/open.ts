import { spawn } from 'node:child_process';

type Command = readonly [string, ...string[]];

/** The command that opens a file for the reader; null where there is no display to open it on. */
export function openerFor(platform: NodeJS.Platform, env: NodeJS.ProcessEnv): Command | null {
  if (platform === 'darwin') return ['open'];
  // start takes what is quoted first for the title of a window.
  if (platform === 'win32') return ['cmd', '/c', 'start', ''];
  return env['DISPLAY'] || env['WAYLAND_DISPLAY'] ? ['xdg-open'] : null;
}

/** Starts the command on a file and leaves it to itself; false if there is no such command. */
export function open([command, ...args]: Command, file: string): Promise<boolean> {
  return new Promise((resolve) => {
    const child = spawn(command, [...args, file], { detached: true, stdio: 'ignore' });
    child.once('error', () => resolve(false));
    child.once('spawn', () => {
      child.unref();
      resolve(true);
    });
  });
}
