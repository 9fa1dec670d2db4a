import type { Recogniser } from './recogniser.ts';

/** The lines of CEDAR and DaemonCore that any daemon may print. */
export type CommonName =
  | 'banner'
  | 'version'
  | 'logging'
  | 'listening'
  | 'config'
  | 'except'
  | 'exiting'
  | 'shutdown'
  | 'read-timeout'
  | 'read-closed'
  | 'read-reset'
  | 'header-failed'
  | 'header-eof'
  | 'body-failed'
  | 'packet-refused'
  | 'eom-failed'
  | 'write-closed'
  | 'write-failed';

/** Up to HEAD all of these are what the code of 2011 prints, but for words at their ends. */
export const COMMON: readonly Recogniser<CommonName>[] = [
  {
    name: 'version',
    starts: '** $CondorVersion: ',
    rest: /^(?<version>\d+\.\d+\.\d+)/,
    by: 'dc_main (daemon_core_main.cpp)',
    level: 'D_ALWAYS',
  },
  {
    name: 'logging',
    starts: 'Daemon Log is logging: ',
    rest: /^(?<levels>.*)/,
    by: 'dprintf_set_outputs, print_debug_categories (dprintf_setup.cpp)',
    level: 'D_ALWAYS',
    since: [8, 2, 0],
  },
  {
    name: 'listening',
    starts: 'DaemonCore: command socket at ',
    rest: /^(?<address>\S+)/,
    by: 'dc_main (daemon_core_main.cpp)',
    level: 'D_ALWAYS',
  },
  {
    name: 'config',
    starts: 'Using config source: ',
    rest: /^(?<path>\S.*)/,
    by: 'dc_main (daemon_core_main.cpp)',
    level: 'D_ALWAYS',
  },
  {
    name: 'except',
    starts: 'ERROR "',
    rest: /^(?<reason>[^"]*)" at line \d+ in file/,
    by: '_EXCEPT_ (except.cpp)',
    level: 'D_ALWAYS',
  },
  {
    name: 'banner',
    starts: '** condor_',
    rest: /^(?<daemon>\w+)(?:\.exe)? \(\w+\) STARTING UP/i,
    by: 'dc_main (daemon_core_main.cpp)',
    level: 'D_ALWAYS',
  },
  {
    name: 'exiting',
    starts: '**** condor_',
    rest: /^(?<daemon>\w+)(?:\.exe)? .*EXITING WITH STATUS (?<status>-?\d+)/i,
    by: 'DC_Exit (daemon_core_main.cpp)',
    level: 'D_ALWAYS',
  },
  {
    name: 'shutdown',
    starts: 'Got SIG',
    rest: /^(?<signal>TERM|QUIT)\./,
    by: 'handle_dc_sigterm, handle_dc_sigquit (daemon_core_main.cpp)',
    level: 'D_ALWAYS',
  },
  {
    name: 'read-timeout',
    starts: 'condor_read(): timeout reading ',
    rest: /^(?<bytes>\S+) bytes from (?<peer>.*)/,
    by: 'condor_read (condor_rw.cpp)',
    level: 'D_ALWAYS',
  },
  {
    name: 'read-closed',
    starts: 'condor_read(): Socket closed when trying to read ',
    rest: /^(?<bytes>\S+) byte.* from (?<peer>.*)/,
    by: 'condor_read (condor_rw.cpp)',
    level: 'D_FULLDEBUG',
  },
  {
    name: 'read-reset',
    starts: 'condor_read(): Socket closed abnormally when trying to read ',
    rest: /^(?<bytes>\S+) bytes from (?<peer>.*?)(?: in non-blocking mode)?, errno/,
    by: 'condor_read (condor_rw.cpp), today',
    level: 'D_ALWAYS',
  },
  {
    name: 'read-reset',
    starts: 'condor_read() failed: recv(',
    rest: /^.*reading (?<bytes>\S+) bytes from (?<peer>.*)/,
    by: 'condor_read (condor_rw.cpp)',
    level: 'D_ALWAYS',
  },
  {
    name: 'header-failed',
    starts: 'IO: Failed to read packet header',
    by: 'ReliSock::RcvMsg::rcv_packet (reli_sock.cpp)',
    level: 'D_ALWAYS',
  },
  {
    name: 'header-eof',
    starts: 'IO: EOF reading packet header',
    by: 'ReliSock::RcvMsg::rcv_packet (reli_sock.cpp)',
    level: 'D_FULLDEBUG',
  },
  {
    name: 'body-failed',
    starts: 'IO: Packet read failed: read ',
    by: 'ReliSock::RcvMsg::rcv_packet (reli_sock.cpp)',
    level: 'D_ALWAYS',
  },
  {
    name: 'packet-refused',
    starts: 'IO: Incoming packet ',
    by: 'ReliSock::RcvMsg::rcv_packet (reli_sock.cpp)',
    level: 'D_ALWAYS',
  },
  {
    name: 'eom-failed',
    starts: 'Failed to read end of message from ',
    rest: /^(?<peer>[^;]*)/,
    by: 'ReliSock::end_of_message (reli_sock.cpp)',
    level: 'D_FULLDEBUG',
  },
  {
    name: 'write-closed',
    starts: 'condor_write(): Socket closed when trying to write ',
    rest: /^\S+ bytes to (?<peer>[^,]*)/,
    by: 'condor_write (condor_rw.cpp)',
    level: 'D_ALWAYS',
  },
  {
    name: 'write-failed',
    starts: 'condor_write() failed: ',
    rest: /^(?:(?! to ).)*(?: to (?<peer>(?:(?! returned).)*))?/,
    by: 'condor_write (condor_rw.cpp)',
    level: 'D_ALWAYS',
  },
];
